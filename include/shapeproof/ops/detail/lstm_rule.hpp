// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>

#include "../../cpu/lstm_backward.hpp"
#include "../../cpu/lstm_step.hpp"
#include "recurrent_rule.hpp"

namespace sp {

// The words of lstm_sequence and lstm_step: what is read, and the widths of the layer that was to read it.
template <class X, class In, class Hidden>
struct cannot_read_by_lstm {
  struct because_the_input_lacks_the_width_of_the_layer {
    struct feed_what_the_layer_was_made_for; // lstm<In, Hidden> reads In: another layer's width is another axis
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
    struct take_all_of_one_layer; // [In, gates<H>], [prev<H>, gates<H>], bias [gates<H>]
  };
  template <class... Has>
  struct because_the_state_is_over {
    template <class... Axes>
    struct but_the_layer_carries {
      struct start_from_a_state_of_this_layer; // h over batch and Hidden, c over batch and cell<Hidden>
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

template <class Row>
struct lstm_cell_axes_of;
template <class... A>
struct lstm_cell_axes_of<axes<A...>> {
  using type = decltype((axes<>{} | ... |
                         std::conditional_t<std::is_same_v<A, last_axis<axes<A...>>>, axes<cell<A>>, axes<A>>{}));
};
// The axes of c beside those of h. (Of the pack itself, since nvcc spells an axis as it was named first.)
template <class Row>
using lstm_cell_axes = typename lstm_cell_axes_of<Row>::type;

template <class S>
struct lstm_parts {
  using type = void;
};
template <operand H, operand C>
struct lstm_parts<std::tuple<H, C>> {
  using type = several<H, C>;
};

// What an LSTM is among recurrent operations: its axes here, its kernels for recurrent_sequence.hpp.
struct lstm_kind {
  static constexpr char const *name = "lstm", *step_name = "lstm step";
  template <class X, class In, class Hidden>
  using words = cannot_read_by_lstm<X, In, Hidden>;
  template <class In, class Hidden>
  using weights = several<axes<In, gates<Hidden>>, axes<prev<Hidden>, gates<Hidden>>, axes<gates<Hidden>>>;
  template <class Row>
  using state = several<Row, lstm_cell_axes<Row>>;
  template <class S>
  using parts = typename lstm_parts<S>::type;

  template <class H, class C>
  static auto const& parts_of(std::tuple<H, C> const& state) {
    return state;
  }
  template <class H, class C>
  static auto state_of(std::tuple<H, C> parts) {
    return parts;
  }

  static constexpr extent_t gates_kept = 4, more_kept = 1; // times hidden, for each position
  template <class T, class W = T>
  using arguments = kernels::lstm_arguments<T, W>;
  template <class T>
  using gradients = kernels::lstm_gradients<T>;
  template <class T, class W>
  static void set_kept(arguments<T, W>& a, T* cells) {
    a.cells = cells;
  }
  template <class T, class W>
  static void set_biases(arguments<T, W>&) {}
  template <class T, class W>
  static void set_start(arguments<T, W>& a, T const* c0) {
    a.c0 = c0;
  }
  template <class T, class W>
  static void set_last(arguments<T, W>& a, T* c_last) {
    a.c_last = c_last;
  }
  template <class T>
  static void set_biases(gradients<T>&) {}
  template <class T, class Place>
  static void set_start(gradients<T>& d, Place const& c0) {
    d.dc0 = c0.p, d.add_dc0 = c0.add;
  }
  template <class T>
  static void set_last(gradients<T>& d, T const* dc_last) {
    d.dc_last = dc_last;
  }
  template <class Device, class T, class W>
  static void forward(Device on, arguments<T, W> const& a) {
    lstm_forward(on, a);
  }
  template <class Device, class T, class W>
  static void step(Device on, arguments<T, W> const& a) {
    lstm_step(on, a);
  }
  template <class Device, class T>
  static void backward(Device on, arguments<T> const& a, gradients<T> const& d) {
    lstm_backward(on, a, d);
  }
};

} // namespace detail
} // namespace sp
