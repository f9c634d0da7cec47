// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/copy.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class A, class Part, class X>
struct cannot_slice {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_one_of_these; // slice<A, Part>(x, first, Part{n}): A is an axis of x, Part the name of the piece
  };
  struct because_it_has_the_new_axis_already {
    struct choose_another_name; // the piece is an axis of its own
  };
  struct because_rows_end_at_different_positions {
    struct pick_the_first_or_last_one_or_mask; // first<A>(x), last<A>(x), mask(x, m, value) know where each row ends
    struct name_a_plain_axis;                  // a piece of a plain axis has no lengths
  };
  template <class... R>
  struct because_ragged_axes_lie_over_it {
    struct gather_the_rows; // gather<Batch>(x, ids) takes the lengths along
  };
  template <extent_t N>
  struct because_the_extent_is {
    template <extent_t M>
    struct and_the_part_ends_at {
      struct take_less; // first + extent of the part is at most the extent of the axis
    };
    struct and_the_part_begins_before_0; // positions run from 0
  };
  struct because_the_parts_extent_is_known_only_at_run_time {
    struct give_first_and_part_as_arguments; // slice<A, Part>(x, first, Part{n})
  };
};

namespace detail {

// First is where the part begins, or 0 for a run-time argument: then the part must fit at all.
template <class A, class Part, extent_t First, class X>
inline constexpr bool can_slice = false;
template <class A, class Part, extent_t First, class T, class... X>
inline constexpr bool can_slice<A, Part, First, tensor<T, X...>> =
    is_one_of<A, X...> && !is_one_of<Part, X...> && !ragged_axis<A> && !ragged_axis<Part> &&
    !(is_ragged_over<A, X> || ...) && First >= 0 &&
    !(static_axis<A> && static_axis<Part> && First + Part::fixed > A::fixed);

template <class A, class Part, extent_t First, class T, class... X>
auto why_not_slice(tag<tensor<T, X...>>) {
  using words = cannot_slice<A, Part, tensor<T, X...>>;
  if constexpr (!is_one_of<A, X...>)
    return say<typename words::template because_the_operand_has_only<X...>::name_one_of_these>();
  else if constexpr (ragged_axis<A>)
    return say<typename words::because_rows_end_at_different_positions::pick_the_first_or_last_one_or_mask>();
  else if constexpr (ragged_axis<Part>)
    return say<typename words::because_rows_end_at_different_positions::name_a_plain_axis>();
  else if constexpr ((is_ragged_over<A, X> || ...))
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_ragged_axes_lie_over_it<R...>::gather_the_rows>();
    }(ragged_over<A, axes<X...>>{});
  else if constexpr (is_one_of<Part, X...>)
    return say<typename words::because_it_has_the_new_axis_already::choose_another_name>();
  else if constexpr (First < 0)
    return say<typename words::template because_the_extent_is<A::fixed>::and_the_part_begins_before_0>();
  else if constexpr (!can_slice<A, Part, First, tensor<T, X...>>)
    return say<typename words::template because_the_extent_is<A::fixed>::template and_the_part_ends_at<
        First + Part::fixed>::take_less>();
  else
    return say<typename words::because_the_parts_extent_is_known_only_at_run_time::give_first_and_part_as_arguments>();
}
} // namespace detail

// Whether `slice<A, Part>(x, first, part)` is an operation; slice<A, Part, First>(x) needs a static Part.
template <class X, class A, class Part, extent_t First = 0>
concept sliceable = operand<X> && axis_tag<A> && axis_tag<Part> && detail::can_slice<A, Part, First, signature<X>>;

// The positions first ... first + Part of A, as an axis Part: x [..., A, ...] -> [..., Part, ...]. Throws extent_error
// if they are not all positions of A.
template <axis_tag A, axis_tag Part, operand X>
  requires sliceable<X, A, Part>
auto slice(X const& x, extent_t first, Part part) {
  using T = element_of<X>;
  using L = axes_of<X>;
  auto at = detail::where("slice", x);
  auto const in = at.on(x);
  auto const around = detail::around_axis<A>(in.s);
  extent_t const n = part.size();
  if (first < 0 || n > around.n || first > around.n - n)
    detail::refuse_with<extent_error>({"slice: ", n, " positions from ", first, " on are not all below the extent ",
                                       around.n, " of ", detail::spelling_of<A>()});
  auto const others = detail::shape_from("slice", detail::minus<L, axes<A>>{}, in.s);
  auto const s = detail::shape_from("slice", detail::replace<L, A, Part>{}, others,
                                    detail::shape<Part>(detail::stored_extent<Part>(part)));
  auto y = at.template make<T>(s, detail::bound_from<T, T>(in));
  extent_t const outer = around.outer, whole = around.n * around.inner, width = n * around.inner,
                 begin = first * around.inner;
  copy_blocks(at.device, outer, width, in.p + begin, whole, y.p, width);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
      if (auto d = t.want(in)) {
        if (!d.add) fill(at.device, d.p, outer * whole, raw_element<T>{});
        copy_blocks(at.device, outer, width, dy, width, d.p + begin, whole, true);
      }
    });
  return at.finish(y);
}
template <axis_tag A, axis_tag Part, operand X>
  requires(!sliceable<X, A, Part>)
auto slice(X const& x, extent_t first, Part part)
    -> decltype(detail::refuse(detail::why_not_slice<A, Part, 0>(detail::tag<signature<X>>{})));

// The same with a position known at compile time: slice<Width, Half, 64>(x). Between static axes nothing is left to
// check.
template <axis_tag A, axis_tag Part, extent_t First, operand X>
  requires(sliceable<X, A, Part, First> && static_axis<Part>)
auto slice(X const& x) {
  return slice<A, Part>(x, First, Part{});
}
template <axis_tag A, axis_tag Part, extent_t First, operand X>
  requires(!(sliceable<X, A, Part, First> && static_axis<Part>))
auto slice(X const& x) -> decltype(detail::refuse(detail::why_not_slice<A, Part, First>(detail::tag<signature<X>>{})));

} // namespace sp
