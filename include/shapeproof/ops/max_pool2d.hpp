// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/max_pool2d.hpp"
#include "detail/layout.hpp"
#include "detail/permuted.hpp"
#include "detail/windows.hpp"

namespace sp {

template <class A, class B, class X>
struct cannot_max_pool2d {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_two_of_these; // max_pool2d<Height, Width, 2, 2>(x): both are axes of x
  };
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): a maximum is taken of real numbers
    };
  };
  template <class... R>
  struct because_of_the_lengths_of {
    struct pool_plain_axes; // windows would see padding, or the axis of the lengths goes; max<Letters>(x) knows lengths
  };
  template <class... W>
  struct because_the_operand_already_has {
    struct rename_it; // the result would have the axis twice
  };
  template <class W>
  struct because_the_window {
    struct has_a_number_below_1 {
      struct give_it_positions_and_steps; // max_pool2d<Height, Width, 2, 2>(x): 2 positions of Height by 2 of Width
    };
    struct is_longer_than_its_axis {
      struct take_a_smaller_one; // max<Height>(x) takes the greatest along all of an axis
    };
  };
};

namespace detail {

template <class L, class A, class B, int N, int M>
using pooled = replace<replace<L, A, tiles<A, N>>, B, tiles<B, M>>;

template <class L, class A, class B, int N, int M>
using already_pooled = common<L, axes<tiles<A, N>, tiles<B, M>>>;

template <class L, class A, class B, int N, int M>
constexpr bool can_pool() {
  if constexpr (std::is_same_v<A, B> || !subset<axes<A, B>, L>)
    return false;
  else
    return count<lengths_along<axes<A, B>, L>> == 0 && count<already_pooled<L, A, B, N, M>> == 0 &&
           can_go<window<A, N>> && can_go<window<B, M>>;
}
template <class A, class B, int N, int M, class X>
inline constexpr bool can_max_pool2d = false;
template <class A, class B, int N, int M, class T, class... X>
inline constexpr bool can_max_pool2d<A, B, N, M, tensor<T, X...>> =
    std::is_floating_point_v<T> && can_pool<axes<X...>, A, B, N, M>();

template <class A, class B, int N, int M, class T, class... X>
auto why_not_max_pool2d(tag<tensor<T, X...>>) {
  using words = cannot_max_pool2d<A, B, tensor<T, X...>>;
  using L = axes<X...>;
  if constexpr (std::is_same_v<A, B> || !subset<axes<A, B>, L>)
    return say<typename words::template because_the_operand_has_only<X...>::name_two_of_these>();
  else if constexpr (!std::is_floating_point_v<T>)
    return say<typename words::template because_the_element<T>::is_not_float_or_double::use_cast>();
  else if constexpr (count<lengths_along<axes<A, B>, L>> > 0)
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_of_the_lengths_of<R...>::pool_plain_axes>();
    }(lengths_along<axes<A, B>, L>{});
  else if constexpr (!can_go<window<A, N>>)
    return why_not_go<words, window<A, N>>();
  else if constexpr (!can_go<window<B, M>>)
    return why_not_go<words, window<B, M>>();
  else
    return []<class... W>(axes<W...>) {
      return say<typename words::template because_the_operand_already_has<W...>::rename_it>();
    }(already_pooled<L, A, B, N, M>{});
}

// A stands before B, and nothing between them.
template <class A, class B, int N, int M, class X, class T, class... L>
auto max_pool2d_beside(X const& x, tag<tensor<T, L...>>) { // T and L deduced, for messages without aliases
  auto at = where("max_pool2d", x);
  auto const in = at.on(x);
  require_window<A>("max_pool2d", N, in.s);
  require_window<B>("max_pool2d", M, in.s);
  auto y = at.template make<T>(shape_from("max_pool2d", pooled<axes<L...>, A, B, N, M>{}, in.s));
  auto const rows = around_axis<A>(in.s), columns = around_axis<B>(in.s);
  kernels::pool2d_extents const e{rows.outer, rows.n, columns.n, columns.inner, N, M};
  max_pool2d(at.device, e, in.p, y.p);
  at.record(y, [=, greatest = static_cast<T const*>(y.p)](detail::recorder& t, T const* dy) {
    if (auto d = t.want(in)) max_pool2d_backward(at.device, e, in.p, greatest, dy, d.p, d.add);
  });
  return at.finish(y);
}
} // namespace detail

// Whether `max_pool2d<A, B, N, M>(x)` is an operation: x has both axes, and neither has lengths.
template <class X, class A, class B, int N, int M>
concept poolable = operand<X> && axis_tag<A> && axis_tag<B> && detail::can_max_pool2d<A, B, N, M, signature<X>>;

// The greatest value in each window of N positions of A by M of B: x [..., A, ..., B, ...] -> [..., tiles<A, N>, ...,
// tiles<B, M>, ...]. Windows lie side by side, positions left over at the end are in none. The gradient goes to the first
// position that has the value. [..., A, B, Channel] is the fast order. Throws extent_error if a window is longer than its
// axis.
template <axis_tag A, axis_tag B, int N, int M, operand X>
  requires poolable<X, A, B, N, M>
auto max_pool2d(X const& x) {
  using L = axes_of<X>;
  if constexpr (detail::index_of<L, B> == detail::index_of<L, A> + 1) {
    return detail::max_pool2d_beside<A, B, N, M>(x, detail::tag<signature<X>>{});
  } else if constexpr (detail::index_of<L, A> == detail::index_of<L, B> + 1) {
    return detail::max_pool2d_beside<B, A, M, N>(x, detail::tag<signature<X>>{});
  } else {
    auto const beside = detail::permuted(detail::join<axes<A, B>, detail::minus<L, axes<A, B>>>{}, x);
    return detail::permuted(detail::pooled<L, A, B, N, M>{},
                            detail::max_pool2d_beside<A, B, N, M>(beside, detail::tag<signature<decltype(beside)>>{}));
  }
}
template <axis_tag A, axis_tag B, int N, int M, operand X>
  requires(!poolable<X, A, B, N, M>)
auto max_pool2d(X const& x)
    -> decltype(detail::refuse(detail::why_not_max_pool2d<A, B, N, M>(detail::tag<signature<X>>{})));

} // namespace sp
