// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <vector>

#include "../cpu/copy.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class A, class X>
struct cannot_unstack {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_one_of_these; // unstack<A>(x): A is an axis of x
  };
  struct because_rows_end_at_different_positions {
    struct scan_or_pick_the_first_or_last; // scan<A>(x, ...) walks a ragged axis and its result has the lengths again
  };
  template <class... R>
  struct because_ragged_axes_lie_over_it {
    struct gather_one_row_at_a_time; // gather<Batch>(x, ids) takes the lengths along
  };
};

namespace detail {

template <class A, class X>
inline constexpr bool can_unstack = false;
template <class A, class T, class... X>
inline constexpr bool can_unstack<A, tensor<T, X...>> =
    is_one_of<A, X...> && !ragged_axis<A> && !(is_ragged_over<A, X> || ...);

template <class A, class T, class... X>
auto why_not_unstack(tag<tensor<T, X...>>) {
  using words = cannot_unstack<A, tensor<T, X...>>;
  if constexpr (!is_one_of<A, X...>)
    return say<typename words::template because_the_operand_has_only<X...>::name_one_of_these>();
  else if constexpr (ragged_axis<A>)
    return say<typename words::because_rows_end_at_different_positions::scan_or_pick_the_first_or_last>();
  else
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_ragged_axes_lie_over_it<R...>::gather_one_row_at_a_time>();
    }(ragged_over<A, axes<X...>>{});
}
} // namespace detail

// Whether `unstack<A>(x)` is an operation.
template <class X, class A>
concept unstackable = operand<X> && axis_tag<A> && detail::can_unstack<A, signature<X>>;

// x [..., A, ...] -> a std::vector with one [..., ...] for each position of A, in order.
template <axis_tag A, operand X>
  requires unstackable<X, A>
auto unstack(X const& x) {
  using T = element_of<X>;
  auto at = detail::where("unstack", x);
  auto const in = at.on(x);
  auto const s = detail::shape_from("unstack", detail::minus<axes_of<X>, axes<A>>{}, in.s);
  auto const around = detail::around_axis<A>(in.s);
  extent_t const outer = around.outer, block = around.inner, stride = around.n * block;
  auto one = [&](extent_t i) {
    auto y = at.template make<T>(s, detail::bound_from<T, T>(in));
    copy_blocks(at.device, outer, block, in.p + i * block, stride, y.p, block);
    if constexpr (floating_element<T>)
      at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
        if (auto d = t.want(in)) {
          if (!d.add) fill(at.device, d.p, outer * stride, raw_element<T>{});
          copy_blocks(at.device, outer, block, dy, block, d.p + i * block, stride, true);
        }
      });
    return at.finish(y);
  };
  std::vector<decltype(one(0))> parts;
  parts.reserve(static_cast<std::size_t>(around.n));
  for (extent_t i = 0; i < around.n; ++i) parts.push_back(one(i));
  return parts;
}
template <axis_tag A, operand X>
  requires(!unstackable<X, A>)
auto unstack(X const& x) -> decltype(detail::refuse(detail::why_not_unstack<A>(detail::tag<signature<X>>{})));

} // namespace sp
