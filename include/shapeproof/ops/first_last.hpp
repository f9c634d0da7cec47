// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/copy.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class A, class X>
struct cannot_pick_a_position_along {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_one_of_these; // first<Time>(x), last<Time>(x): Time is an axis of x
  };
  template <class... R>
  struct because_ragged_axes_lie_over_it {
    struct drop_those_first; // last<Letters>(x), mean<Letters>(x): their lengths mean nothing without the axis
  };
  template <class Both>
  struct because_one_direction_has_only_begun_there {
    struct take_last_outputs_of_run; // last_outputs(layer.run(x)): of each direction after all that it has read
  };
};

namespace detail {

// The outputs of two directions side by side: at either end one of them has read a single position.
template <class A>
inline constexpr bool reads_both_ways = false;
template <class Ahead, class Behind>
inline constexpr bool reads_both_ways<both<Ahead, reversed<Behind>>> = true;
template <class L>
struct both_ways_of;
template <class... X>
struct both_ways_of<axes<X...>> {
  using type = decltype((axes<>{} | ... | std::conditional_t<reads_both_ways<X>, axes<X>, axes<>>{}));
};

template <class A, class X>
inline constexpr bool can_pick_position = false;
template <class A, class T, class... X>
inline constexpr bool can_pick_position<A, tensor<T, X...>> =
    is_one_of<A, X...> && !(is_ragged_over<A, X> || ...) && !(ragged_axis<A> && (reads_both_ways<X> || ...));

template <class A, class T, class... X>
auto why_not_pick_position(tag<tensor<T, X...>>) {
  using words = cannot_pick_a_position_along<A, tensor<T, X...>>;
  if constexpr (!is_one_of<A, X...>)
    return say<typename words::template because_the_operand_has_only<X...>::name_one_of_these>();
  else if constexpr (ragged_axis<A> && (reads_both_ways<X> || ...))
    return []<class Both, class... More>(axes<Both, More...>) {
      return say<typename words::template because_one_direction_has_only_begun_there<Both>::take_last_outputs_of_run>();
    }(typename both_ways_of<axes<X...>>::type{});
  else
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_ragged_axes_lie_over_it<R...>::drop_those_first>();
    }(ragged_over<A, axes<X...>>{});
}

// The position of each row that first and last give: 0 or the row's length less one, and -1 if the row has none.
inline int position_in_row(extent_t length, bool last) { return length == 0 ? -1 : last ? int(length - 1) : 0; }

template <class A, class X>
auto pick_position(char const* operation, bool last, X const& x) {
  using T = element_of<X>;
  auto at = where(operation, x);
  auto const in = at.on(x);
  auto y = at.template make<T>(shape_from(operation, minus<axes_of<X>, axes<A>>{}, in.s), bound_from<T, T>(in));
  auto const around = around_axis<A>(in.s);
  auto const lengths = lengths_around<A>(in.s);
  // One position for each element before the axis, or for each from there to the batch axis behind it.
  extent_t const block = lengths.inner_divisor > 0 ? lengths.inner_divisor : around.inner;
  extent_t const middle = block == 0 ? 0 : around.inner / block;
  typename decltype(at)::workspace workspace;
  scratch on_host;
  int* const here = on_host.take<int>(around.outer * middle);
  for (extent_t o = 0; o < around.outer; ++o)
    for (extent_t m = 0; m < middle; ++m) {
      int const position = position_in_row(lengths.real(o, m * block, around.n), last);
      if (index_element<T> && position < 0 && block > 0)
        refuse_with<extent_error>({operation, ": a row of ", spelling_of<A>(), " is empty, and no id stands for none"});
      here[o * middle + m] = position;
    }
  int* const positions = at.template keep<int>(workspace, around.outer * middle);
  copy_from_host(at.device, around.outer * middle, here, positions);
  pick(at.device, in.p, positions, around.outer, around.n, middle, block, y.p);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
      if (auto d = t.want(in))
        pick_backward(at.device, dy, positions, around.outer, around.n, middle, block, d.p, d.add);
    });
  return at.finish(y);
}
} // namespace detail

// Whether `first<A>(x)` and `last<A>(x)` are operations.
template <class X, class A>
concept has_positions_along = operand<X> && axis_tag<A> && detail::can_pick_position<A, signature<X>>;

// The values at the first position of A: x [..., A, ...] -> [..., ...]. A row without positions gives zeros; ids, for
// which none stands for nothing, throw extent_error there.
template <axis_tag A, operand X>
  requires has_positions_along<X, A>
auto first(X const& x) {
  return detail::pick_position<A>("first", false, x);
}
template <axis_tag A, operand X>
  requires(!has_positions_along<X, A>)
auto first(X const& x) -> decltype(detail::refuse(detail::why_not_pick_position<A>(detail::tag<signature<X>>{})));

// The values at the last real position of A, which along a ragged axis is another one in each row.
template <axis_tag A, operand X>
  requires has_positions_along<X, A>
auto last(X const& x) {
  return detail::pick_position<A>("last", true, x);
}
template <axis_tag A, operand X>
  requires(!has_positions_along<X, A>)
auto last(X const& x) -> decltype(detail::refuse(detail::why_not_pick_position<A>(detail::tag<signature<X>>{})));

} // namespace sp
