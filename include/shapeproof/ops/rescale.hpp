// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/rescale.hpp"
#include "../tape/operation.hpp"

namespace sp {

template <class X>
struct cannot_rescale {
  template <class T>
  struct because_it_holds {
    struct where_bytes_belong; // std::uint8_t, 0 to 255; other ranges are scaled by arithmetic and stay plain numbers
  };
};

namespace detail {
template <class T, class... A>
auto why_not_rescale(tag<tensor<T, A...>>) {
  return say<typename cannot_rescale<tensor<T, A...>>::template because_it_holds<T>::where_bytes_belong>();
}
} // namespace detail

// Whether `rescale<T>(x)` is an operation: bytes to float or double.
template <class X, class T = float>
concept rescalable = operand<X> && std::floating_point<T> && std::is_same_v<element_of<X>, std::uint8_t>;

// Bytes from 0 to 255, such as pixels, divided by 255: unit_interval<T> over the same axes. cast<T>(y) gives plain
// numbers.
template <std::floating_point T = float, operand X>
  requires rescalable<X, T>
auto rescale(X const& x) {
  auto at = detail::where("rescale", x);
  auto const in = at.on(x);
  auto y = at.template make<unit_interval<T>>(in.s);
  cpu::rescale(in.p, in.s.elements(), y.p);
  return at.finish(y);
}
template <std::floating_point T = float, operand X>
  requires(!rescalable<X, T>)
auto rescale(X const& x) -> decltype(detail::refuse(detail::why_not_rescale(detail::tag<signature<X>>{})));

} // namespace sp
