// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>

#include "../cpu/convert.hpp"
#include "../tape/operation.hpp"

namespace sp {

template <class X>
struct cannot_rescale {
  template <class T>
  struct because_the_element {
    struct is_no_pixel_of_8_bits; // rescale maps 0..255 to 0..1; what is scaled already has the element unit_interval
  };
};

namespace detail {
template <class T, class... A>
auto why_not_rescale(tag<tensor<T, A...>>) {
  return say<typename cannot_rescale<tensor<T, A...>>::template because_the_element<T>::is_no_pixel_of_8_bits>();
}
} // namespace detail

// Whether rescale(x) is an operation: pixels of 8 bits.
template <class X>
concept rescalable = operand<X> && std::is_same_v<element_of<X>, std::uint8_t>;

// Pixels 0..255 to 0..1, as unit_interval<T>: scaled once, and the type says so.
template <std::floating_point T = float, operand X>
  requires rescalable<X>
auto rescale(X const& x) {
  auto at = detail::where("rescale", x);
  auto in = at.on(x);
  auto y = at.template make<unit_interval<T>>(in.s);
  rescale(at.device, in.p, in.s.elements(), y.p);
  return at.finish(y);
}
template <std::floating_point T = float, operand X>
  requires(!rescalable<X>)
auto rescale(X const& x) -> decltype(detail::refuse(detail::why_not_rescale(detail::tag<signature<X>>{})));

} // namespace sp
