// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <tuple>
#include <type_traits>

#include "../../tape/operation.hpp"

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
  struct because_only_some_operands_are_on_the_tape {
    struct put_the_others_there_too; // tape(x): its source would silently get no gradient
  };
};

namespace detail {

template <class List>
struct lstm_widths {
  using in = void;
  using hidden = void;
};
template <class In, class Gates>
  requires requires { typename Gates::gates_of; }
struct lstm_widths<axes<In, Gates>> {
  using in = In;
  using hidden = typename Gates::gates_of;
};

// The axis that is read: Time if it is named, else the one ragged axis, else void.
template <class Time, class List>
struct time_axis_of {
  using type = Time;
};
template <class... A>
struct time_axis_of<void, axes<A...>> {
  template <class... R>
  static auto only(axes<R...>) {
    if constexpr (sizeof...(R) == 1)
      return std::type_identity<R...>{};
    else
      return std::type_identity<void>{};
  }
  using type = typename decltype(only(
      decltype((axes<>{} | ... | std::conditional_t<ragged_axis<A>, axes<A>, axes<>>{})){}))::type;
};
template <class Time, class List>
using time_axis = typename time_axis_of<Time, List>::type;

template <class Signature>
inline constexpr bool is_float_tensor = std::floating_point<typename Signature::element>;

// The axes of a layer's weights belong together.
template <class W, class R, class B>
inline constexpr bool are_lstm_weights = false;
template <class T, class In, class Gates, class... R, class... B>
inline constexpr bool are_lstm_weights<tensor<T, In, Gates>, tensor<T, R...>, tensor<T, B...>> = [] {
  if constexpr (requires { typename Gates::gates_of; })
    return std::is_same_v<axes<R...>, axes<prev<typename Gates::gates_of>, Gates>> &&
           std::is_same_v<axes<B...>, axes<Gates>>;
  else
    return false;
}();

// The axes of h: those of the input but time and width, then the layer's own width.
template <class Time, class X, class W>
using lstm_state_axes = join<minus<typename X::axes_list, axes<Time, typename lstm_widths<typename W::axes_list>::in>>,
                             axes<typename lstm_widths<typename W::axes_list>::hidden>>;

// The axes of c beside those of h.
template <class State>
using lstm_cell_axes = join<all_but_last<State>, axes<cell<last_axis<State>>>>;

// Whether the input has the axis that the output is to get, beside the one that becomes it.
template <class List, class Widths>
inline constexpr bool has_output_width =
    has<List, typename Widths::hidden> && !std::is_same_v<typename Widths::in, typename Widths::hidden>;

template <class Time, class X, class W>
constexpr bool lstm_axes_fit() {
  using list = typename X::axes_list;
  using widths = lstm_widths<typename W::axes_list>;
  using time = time_axis<Time, list>;
  if constexpr (!has<list, typename widths::in> || std::is_void_v<time>)
    return false;
  else if constexpr (!has<list, time> || std::is_same_v<time, typename widths::in> || has_output_width<list, widths>)
    return false;
  else if constexpr (ragged_axis<time>)
    return std::is_same_v<minus<list, axes<time, typename widths::in>>, axes<typename time::over>>;
  else
    return true;
}

template <class Time, class X, class W, class R, class B>
constexpr bool can_lstm() {
  if constexpr (!are_lstm_weights<W, R, B> || !is_float_tensor<X>)
    return false;
  else
    return std::is_same_v<typename X::element, typename W::element> && lstm_axes_fit<Time, X, W>();
}

template <class Time, class T, class... A, class W, class R, class B>
auto why_not_lstm(tag<tensor<T, A...>>, tag<W>, tag<R>, tag<B>) {
  using widths = lstm_widths<typename W::axes_list>;
  using words = cannot_read_by_lstm<tensor<T, A...>, typename widths::in, typename widths::hidden>;
  using list = axes<A...>;
  using time = time_axis<Time, list>;
  if constexpr (!are_lstm_weights<W, R, B>)
    return say<typename words::because_the_weights_have_other_axes::take_all_of_one_layer>();
  else if constexpr (!std::is_same_v<T, typename W::element>)
    return say<typename words::template because_element_types_differ<T, typename W::element>::template use_cast<
        typename W::element>>();
  else if constexpr (!has<list, typename widths::in>)
    return say<typename words::because_the_input_lacks_the_width_of_the_layer::feed_what_the_layer_was_made_for>();
  else if constexpr (has_output_width<list, widths>)
    return say<typename words::because_the_input_has_the_width_of_the_output::rename_one_of_them>();
  else if constexpr (std::is_void_v<time>)
    return say<typename words::because_it_is_unclear_which_axis_is_time::name_it>();
  else if constexpr (!has<list, time> || std::is_same_v<time, typename widths::in>)
    return say<typename words::template because_there_is_no_axis<time>::read_along_an_axis_of_the_input>();
  else if constexpr (!lstm_axes_fit<Time, tensor<T, A...>, W>())
    return []<class... More>(axes<More...>) {
      return say<typename words::template because_beside_time_and_batch_it_has<More...>::merge_or_rename_them_away>();
    }(minus<list, axes<time, typename time::over, typename widths::in>>{});
  else
    return say<typename words::because_only_some_operands_are_on_the_tape::put_the_others_there_too>();
}

// A part of a state has exactly these axes, and the element of what is read.
template <class Wanted, class X, class Part>
inline constexpr bool is_part_over =
    std::is_same_v<typename Part::element, typename X::element> && same_set<typename Part::axes_list, Wanted>;
template <class Wanted, class X, class H, class C>
inline constexpr bool state_over = is_part_over<Wanted, X, H> && is_part_over<lstm_cell_axes<Wanted>, X, C>;

// Why a part does not fit: in the words for an input read by the layer whose input weight comes second.
template <class U, class... A, class In, class Hidden, class... Wanted, class T, class... Has>
auto why_not_part(tag<tensor<U, A...>>, tag<tensor<U, In, gates<Hidden>>>, axes<Wanted...>, tag<tensor<T, Has...>>) {
  using words = cannot_read_by_lstm<tensor<U, A...>, In, Hidden>;
  if constexpr (!std::is_same_v<T, U>)
    return say<typename words::template because_element_types_differ<T, U>::template use_cast<U>>();
  else
    return say<typename words::template because_the_state_is_over<Has...>::template but_the_layer_carries<
        Wanted...>::start_from_a_state_of_this_layer>();
}
template <class X, class W, class... Wanted, class H, class C>
auto why_not_state(tag<X> x, tag<W> w, axes<Wanted...> wanted, tag<H> h, tag<C> c) {
  if constexpr (!is_part_over<axes<Wanted...>, X, H>)
    return why_not_part(x, w, wanted, h);
  else
    return why_not_part(x, w, lstm_cell_axes<axes<Wanted...>>{}, c);
}

// With a state to start from.
template <class Time, class X, class W, class R, class B, class H, class C>
constexpr bool can_lstm_from() {
  if constexpr (can_lstm<Time, X, W, R, B>())
    return state_over<lstm_state_axes<time_axis<Time, typename X::axes_list>, X, W>, X, H, C>;
  else
    return false;
}
template <class Time, class X, class W, class R, class B, class H, class C>
auto why_not_lstm_from(tag<X> x, tag<W> w, tag<R> r, tag<B> b, tag<H> h, tag<C> c) {
  if constexpr (can_lstm<Time, X, W, R, B>() && !can_lstm_from<Time, X, W, R, B, H, C>())
    return why_not_state(x, w, lstm_state_axes<time_axis<Time, typename X::axes_list>, X, W>{}, h, c);
  else
    return why_not_lstm<Time>(x, w, r, b);
}

} // namespace detail
} // namespace sp
