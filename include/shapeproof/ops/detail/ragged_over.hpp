// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/axis.hpp"

namespace sp::detail {

template <class A, class X>
inline constexpr bool is_ragged_over = false;
template <class A, ragged_axis X>
inline constexpr bool is_ragged_over<A, X> = std::is_same_v<typename X::over, A>;

template <class A, class L>
struct ragged_over_of;
template <class A, class... X>
struct ragged_over_of<A, axes<X...>> {
  using type = decltype((axes<>{} | ... | std::conditional_t<is_ragged_over<A, X>, axes<X>, axes<>>{}));
};
// The axes of L that are ragged over A. Along A their padding lies beside real positions, so an operation along A that
// cannot tell them apart is refused.
template <class A, class L>
using ragged_over = typename ragged_over_of<A, L>::type;

// The ragged axes of L.
template <class L>
struct ragged_axes_of;
template <class... X>
struct ragged_axes_of<axes<X...>> {
  using type = decltype((axes<>{} | ... | std::conditional_t<ragged_axis<X>, axes<X>, axes<>>{}));
};
template <class L>
using ragged_axes = typename ragged_axes_of<L>::type;

} // namespace sp::detail
