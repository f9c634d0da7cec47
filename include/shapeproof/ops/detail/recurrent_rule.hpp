// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <type_traits>

#include "../../tape/operation.hpp"
#include "ragged_over.hpp"
#include "use_cast.hpp"

// What recurrent operations take, whatever their cell. A Kind, as lstm_rule.hpp has one, says
//   words<X, In, Hidden>   the words of its refusals
//   weights<In, Hidden>    the axes of its weights, as `several` lists; the first one has In and the gates
//   state<Row>             the axes of the parts of its state, where h is over Row
//   parts<S>               the operands in a state S, void if it is none
namespace sp::detail {

template <class... X>
struct several {};
template <class List>
struct first_of_several;
template <class First, class... X>
struct first_of_several<several<First, X...>> {
  using type = First;
};
template <class List>
using first_of = typename first_of_several<List>::type;

template <class List>
struct recurrent_widths {
  using in = void;
  using hidden = void;
};
template <class In, class Gates>
  requires requires { typename Gates::gates_of; }
struct recurrent_widths<axes<In, Gates>> {
  using in = In;
  using hidden = typename Gates::gates_of;
};
// The same by deduction, which keeps messages short.
auto widths_of(...) -> several<void, void>;
template <class T, class In, template <class> class Gates, class Hidden>
  requires requires { typename Gates<Hidden>::gates_of; }
auto widths_of(tag<tensor<T, In, Gates<Hidden>>>) -> several<In, Hidden>;

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
template <class Kind, class W, class... More>
inline constexpr bool are_weights = [] {
  using widths = recurrent_widths<typename W::axes_list>;
  return (std::is_same_v<typename W::element, typename More::element> && ...) &&
         std::is_same_v<several<typename W::axes_list, typename More::axes_list...>,
                        typename Kind::template weights<typename widths::in, typename widths::hidden>>;
}();

// The axes of h: those of the input but time and width, then the layer's own width.
template <class Time, class X, class W>
using state_row = join<minus<typename X::axes_list, axes<Time, typename recurrent_widths<typename W::axes_list>::in>>,
                       axes<typename recurrent_widths<typename W::axes_list>::hidden>>;

// Whether the input has the axis that the output is to get, beside the one that becomes it.
template <class List, class Widths>
inline constexpr bool has_output_width =
    has<List, typename Widths::hidden> && !std::is_same_v<typename Widths::in, typename Widths::hidden>;

template <class Time, class X, class W>
constexpr bool recurrent_axes_fit() {
  using list = typename X::axes_list;
  using widths = recurrent_widths<typename W::axes_list>;
  using time = time_axis<Time, list>;
  if constexpr (!has<list, typename widths::in> || std::is_void_v<time>)
    return false;
  else if constexpr (!has<list, time> || std::is_same_v<time, typename widths::in> || has_output_width<list, widths>)
    return false;
  else if constexpr (ragged_axis<time>)
    return std::is_same_v<minus<list, axes<time, typename widths::in>>, axes<typename time::over>>;
  else
    return count<ragged_over<time, list>> == 0;
}

template <class Kind, class Time, class X, class W, class... More>
constexpr bool can_read() {
  if constexpr (!are_weights<Kind, W, More...> || !is_float_tensor<X>)
    return false;
  else
    return std::is_same_v<typename X::element, sum_element<typename W::element>> && recurrent_axes_fit<Time, X, W>();
}

// When everything else fits.
template <class Words, class Weight>
auto why_not_on_tape() {
  if constexpr (std::is_same_v<Weight, bf16>)
    return say<typename Words::because_bf16_weights_serve_inference_on_the_host::train_in_float_and_cast_the_model>();
  else
    return say<typename Words::because_only_some_operands_are_on_the_tape::put_the_others_there_too>();
}

template <class Kind, class Time, class T, class... A, class In, class Hidden, class U, class... V, class... More>
auto why_not_read_with(several<In, Hidden>, tag<tensor<T, A...>>, tag<tensor<U, V...>>, tag<More>...) {
  using words = typename Kind::template words<tensor<T, A...>, In, Hidden>;
  using W = tensor<U, V...>;
  using widths = recurrent_widths<axes<V...>>;
  using list = axes<A...>;
  using time = time_axis<Time, list>;
  if constexpr (!are_weights<Kind, W, More...>)
    return say<typename words::because_the_weights_have_other_axes::take_all_of_one_layer>();
  else if constexpr (!std::is_same_v<T, sum_element<U>>)
    return say_use_cast<typename words::template because_element_types_differ<T, U>>(tag<U>{});
  else if constexpr (!has<list, typename widths::in>)
    return say<typename words::because_the_input_lacks_the_width_of_the_layer::feed_what_the_layer_was_made_for>();
  else if constexpr (has_output_width<list, widths>)
    return say<typename words::because_the_input_has_the_width_of_the_output::rename_one_of_them>();
  else if constexpr (std::is_void_v<time>)
    return say<typename words::because_it_is_unclear_which_axis_is_time::name_it>();
  else if constexpr (!has<list, time> || std::is_same_v<time, typename widths::in>)
    return say<typename words::template because_there_is_no_axis<time>::read_along_an_axis_of_the_input>();
  else if constexpr (count<ragged_over<time, list>> > 0)
    return []<class... Lost>(axes<Lost...>) {
      return say<typename words::template because_these_would_lose_their_batch<Lost...>::read_along_them_instead>();
    }(ragged_over<time, list>{});
  else if constexpr (!recurrent_axes_fit<Time, tensor<T, A...>, W>())
    return []<class... Others>(axes<Others...>) {
      return say<typename words::template because_beside_time_and_batch_it_has<Others...>::merge_or_rename_them_away>();
    }(minus<list, axes<time, typename time::over, typename widths::in>>{});
  else
    return why_not_on_tape<words, U>();
}
template <class Kind, class Time, class X, class W, class... More>
auto why_not_read(tag<X> x, tag<W> w, tag<More>... more) {
  return why_not_read_with<Kind, Time>(decltype(widths_of(w)){}, x, w, more...);
}

// A part of a state has exactly these axes, and the element of what is read.
template <class Wanted, class X, class Part>
inline constexpr bool is_part_over =
    std::is_same_v<typename Part::element, typename X::element> && same_set<typename Part::axes_list, Wanted>;
template <class Wanted, class X, class Parts>
inline constexpr bool state_over = false;
template <class... Wanted, class X, class... Part>
  requires(sizeof...(Wanted) == sizeof...(Part))
inline constexpr bool state_over<several<Wanted...>, X, several<Part...>> = (is_part_over<Wanted, X, Part> && ...);

// Why a part does not fit: in the words for an input read by the layer whose widths these are.
template <class Kind, class In, class Hidden, class U, class... A, class... Wanted, class T, class... Has>
auto why_not_part(several<In, Hidden>, tag<tensor<U, A...>>, axes<Wanted...>, tag<tensor<T, Has...>>) {
  using words = typename Kind::template words<tensor<U, A...>, In, Hidden>;
  if constexpr (!std::is_same_v<T, U>)
    return say<typename words::template because_element_types_differ<T, U>::template use_cast<U>>();
  else
    return say<typename words::template because_the_state_is_over<Has...>::template but_the_layer_carries<
        Wanted...>::start_from_a_state_of_this_layer>();
}
template <class Kind, class Widths, class X, class Wanted, class... More, class Part, class... Rest>
auto why_not_state(Widths widths, tag<X> x, several<Wanted, More...>, several<Part, Rest...>) {
  if constexpr (sizeof...(More) == 0 || !is_part_over<Wanted, X, Part>)
    return why_not_part<Kind>(widths, x, Wanted{}, tag<Part>{});
  else
    return why_not_state<Kind>(widths, x, several<More...>{}, several<Rest...>{});
}

// With a state to start from: Parts is `several` signatures.
template <class Kind, class Time, class X, class Parts, class W, class... More>
constexpr bool can_read_from() {
  if constexpr (can_read<Kind, Time, X, W, More...>())
    return state_over<typename Kind::template state<state_row<time_axis<Time, typename X::axes_list>, X, W>>, X, Parts>;
  else
    return false;
}
template <class Kind, class Time, class X, class Parts, class W, class... More>
auto why_not_read_from(tag<X> x, Parts parts, tag<W> w, tag<More>... more) {
  if constexpr (can_read<Kind, Time, X, W, More...>() && !can_read_from<Kind, Time, X, Parts, W, More...>())
    return why_not_state<Kind>(decltype(widths_of(w)){}, x,
                               typename Kind::template state<state_row<time_axis<Time, typename X::axes_list>, X, W>>{},
                               parts);
  else
    return why_not_read<Kind, Time>(x, w, more...);
}

// One position.
template <class Kind, class X, class Parts, class W, class... More>
constexpr bool can_step() {
  using widths = recurrent_widths<typename W::axes_list>;
  if constexpr (!are_weights<Kind, W, More...> || !is_float_tensor<X>)
    return false;
  else
    return std::is_same_v<typename X::element, sum_element<typename W::element>> &&
           has<typename X::axes_list, typename widths::in> && !has_output_width<typename X::axes_list, widths> &&
           state_over<typename Kind::template state<state_row<void, X, W>>, X, Parts>;
}
template <class Kind, class Weight, class In, class Hidden, class X>
auto why_not_step_on_tape(several<In, Hidden>, tag<X>) {
  return why_not_on_tape<typename Kind::template words<X, In, Hidden>, Weight>();
}
template <class Kind, class X, class Parts, class W, class... More>
auto why_not_step(tag<X> x, Parts parts, tag<W> w, tag<More>... more) {
  using list = typename X::axes_list;
  using widths = recurrent_widths<typename W::axes_list>;
  using wanted = typename Kind::template state<state_row<void, X, W>>;
  if constexpr (!are_weights<Kind, W, More...> ||
                !std::is_same_v<typename X::element, sum_element<typename W::element>> ||
                !has<list, typename widths::in> || has_output_width<list, widths>)
    return why_not_read<Kind, void>(x, w, more...);
  else if constexpr (!state_over<wanted, X, Parts>)
    return why_not_state<Kind>(decltype(widths_of(w)){}, x, wanted{}, parts);
  else
    return why_not_step_on_tape<Kind, typename W::element>(decltype(widths_of(w)){}, x);
}

// The same of operands, which may be on a tape. Parts and Weights are `several`.
template <class Kind, class Time, class X, class Weights>
inline constexpr bool reads = false;
template <class Kind, class Time, operand X, class... W>
inline constexpr bool reads<Kind, Time, X, several<W...>> =
    can_read<Kind, Time, signature<X>, signature<W>...>() && on_one_tape_with<first_of<several<W...>>, X, W...>;
template <class Kind, class Time, class X, class Parts, class Weights>
inline constexpr bool reads_from = false;
template <class Kind, class Time, operand X, operand... S, class... W>
inline constexpr bool reads_from<Kind, Time, X, several<S...>, several<W...>> =
    can_read_from<Kind, Time, signature<X>, several<signature<S>...>, signature<W>...>() &&
    on_one_tape_with<first_of<several<W...>>, X, W..., S...>;
template <class Kind, class X, class Parts, class Weights>
inline constexpr bool steps = false;
template <class Kind, operand X, operand... S, class... W>
inline constexpr bool steps<Kind, X, several<S...>, several<W...>> =
    can_step<Kind, signature<X>, several<signature<S>...>, signature<W>...>() &&
    on_one_tape_with<first_of<several<W...>>, X, W..., S...>;

} // namespace sp::detail
