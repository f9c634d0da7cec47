// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>
#include <type_traits>

#include "../../cpu/gru_backward.hpp"
#include "../../cpu/gru_step.hpp"
#include "recurrent_rule.hpp"

namespace sp {

// The words of gru_sequence and gru_step: what is read, and the widths of the layer that was to read it.
template <class X, class In, class Hidden>
struct cannot_read_by_gru {
  struct because_the_input_lacks_the_width_of_the_layer {
    struct feed_what_the_layer_was_made_for; // gru<In, Hidden> reads In: another layer's width is another axis
  };
  struct because_it_is_unclear_which_axis_is_time {
    struct name_it; // one ragged axis is time by itself; of plain axes say which: layer.run<Time>(x)
  };
  template <class Time>
  struct because_there_is_no_axis {
    struct read_along_an_axis_of_the_input; // layer.run<Time>(x) reads along Time, which x must have
  };
  template <class... R>
  struct because_these_would_lose_their_batch {
    struct read_along_them_instead; // the rows of a batch are not one sequence: positions are time, the batch is not
  };
  template <class... More>
  struct because_beside_time_and_batch_it_has {
    struct merge_or_rename_them_away; // rows of a ragged axis are those of its batch, and no others
  };
  struct because_the_input_has_the_width_of_the_output {
    struct rename_one_of_them; // the result would have the axis twice
  };
  template <class T, class U>
  struct because_element_types_differ {
    template <class V>
    struct use_cast; // cast<T>(x): elements are never converted silently
  };
  struct because_the_weights_have_other_axes {
    struct take_all_of_one_layer; // [In, gru_gates<H>], [prev<H>, gru_gates<H>], [gru_gates<H>], [candidate<H>]
  };
  template <class... Has>
  struct because_the_state_is_over {
    template <class... Axes>
    struct but_the_layer_carries {
      struct start_from_a_state_of_this_layer; // over batch and Hidden
    };
  };
  struct because_bf16_weights_serve_inference_on_the_host {
    struct train_in_float_and_cast_the_model; // cast<Model>(trained) gives the model whose weights are bf16
  };
  struct because_only_some_operands_are_on_the_tape {
    struct put_the_others_there_too; // tape(x): its source would silently get no gradient
  };
};

namespace detail {

// What a GRU is among recurrent operations: its axes here, its kernels for recurrent_sequence.hpp.
struct gru_kind {
  static constexpr char const *name = "gru", *step_name = "gru step";
  template <class X, class In, class Hidden>
  using words = cannot_read_by_gru<X, In, Hidden>;
  template <class In, class Hidden>
  using weights = several<axes<In, gru_gates<Hidden>>, axes<prev<Hidden>, gru_gates<Hidden>>, axes<gru_gates<Hidden>>,
                          axes<candidate<Hidden>>>;
  template <class Row>
  using state = several<Row>;
  template <class S>
  using parts = std::conditional_t<operand<S>, several<S>, void>;

  template <class H>
  static auto parts_of(H const& h) {
    return std::tie(h);
  }
  template <class H>
  static auto state_of(std::tuple<H> parts) {
    return std::get<0>(std::move(parts));
  }

  static constexpr extent_t gates_kept = 3, more_kept = 3; // times hidden, for each position
  template <class T, class W = T>
  using arguments = kernels::gru_arguments<T, W>;
  template <class T>
  using gradients = kernels::gru_gradients<T>;
  template <class T, class W>
  static void set_kept(arguments<T, W>& a, T* products) {
    a.products = products;
  }
  template <class T, class W>
  static void set_biases(arguments<T, W>& a, W const* recurrent_bias) {
    a.recurrent_bias = recurrent_bias;
  }
  template <class T>
  static void set_biases(gradients<T>& d, T* drecurrent_bias) {
    d.drecurrent_bias = drecurrent_bias;
  }
  static void set_start(auto&) {} // nothing beside h
  static void set_last(auto&) {}
  template <class Device, class T, class W>
  static void forward(Device on, arguments<T, W> const& a) {
    gru_forward(on, a);
  }
  template <class Device, class T, class W>
  static void step(Device on, arguments<T, W> const& a) {
    gru_step(on, a);
  }
  template <class Device, class T>
  static void backward(Device on, arguments<T> const& a, gradients<T> const& d) {
    gru_backward(on, a, d);
  }
};

} // namespace detail
} // namespace sp
