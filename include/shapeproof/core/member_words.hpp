// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <type_traits>

#include "axis.hpp"

// The words for what tensors, views, parameters and taped values are asked for and cannot give.
namespace sp {

template <class X>
struct cannot_read {
  template <class... Axes>
  struct because_the_coordinates_are_over {
    struct give_one_position_on_each_axis; // x(b, t) with b an index<Batch> and t an index<Time>, in any order
  };
  template <class... Raw>
  struct because_bare_numbers_name_no_axis {
    struct use_check_index_or_at; // check_index(3, x.extent<Time>()), at<Embed, 5>(), for (auto t : x.extent<Time>())
  };
  template <class... Axes>
  struct because_it_has_axes {
    struct reduce_them_or_read_one_element; // sum(x).value(), mean<Axis>(x), or x(b, t)
  };
};

template <class Element>
struct cannot_write {
  struct because_it_was_checked {
    struct check_a_new_tensor; // ids = check_index<Letter>(raw): x(b) = ... would change a copy, and nothing in x
  };
};

template <class X, class Axis>
struct cannot_give_extent {
  template <class... Has>
  struct because_it_has_only {
    struct name_one_of_these; // x.extent<Batch>() is a Batch: the axes of x are in its type
  };
};

// A constructor returns nothing that could be a sentence. Here the sentence is the type of its first parameter, and what is
// called is that type's private conversion. (Of a deleted one clang would also show the parameter.)
template <class X>
struct cannot_make {
  template <class... Axes>
  struct because_its_axes_are {
    struct give_each_open_extent; // of({1, 2}, Batch{2}): each axis with an extent that is known only at run time
    class give_each_open_extent_once {
      template <class Given>
        requires(axis_tag<Given> || std::is_arithmetic_v<Given>)
      give_each_open_extent_once(Given const&); // private: tensor<float, Batch, Embed>(Batch{2}): static ones are known
    };
  };
  template <std::size_t... N>
  struct because_the_list_has {
    struct
        nest_it_as_the_axes_are; // of({{1, 2}, {3, 4}}): a list in each axis' place, with its extent if that is static
  };
  template <class T>
  struct because_not_every_number_is_a {
    struct call_a_check; // check_index<Letter>(raw, Letter{27}), check_length, assume_probability
    class use_a_check {
      template <class Given>
        requires(axis_tag<Given> || std::is_arithmetic_v<Given>)
      use_a_check(Given const&); // private: check_index<Letter>(raw, Letter{27}), check_length, assume_probability
    };
  };
};

} // namespace sp
