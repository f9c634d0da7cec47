// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <optional>

#include "../cpu/finite.hpp"
#include "../tape/operation.hpp"

namespace sp {

// The row-major position of the first element that is NaN or infinite, padding included; nothing if all are finite.
template <operand X>
  requires floating_element<element_of<X>>
std::optional<extent_t> first_non_finite(X const& x) {
  auto const look = detail::access::of(x);
  extent_t const n = look.s.elements(), first = cpu::first_non_finite(look.p, n);
  return first < 0 ? std::nullopt : std::optional(first);
}

// Whether no element is NaN or infinite, padding included.
template <operand X>
  requires floating_element<element_of<X>>
bool all_finite(X const& x) {
  return !first_non_finite(x);
}

} // namespace sp
