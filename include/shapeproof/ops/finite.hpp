// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <optional>
#include <utility>

#include "../core/check.hpp"
#include "../cpu/finite.hpp"
#include "../tape/operation.hpp"

namespace sp {

// The row-major position of the first element that is NaN or infinite, padding included; nothing if all are finite.
template <operand X>
  requires floating_element<element_of<X>>
std::optional<extent_t> first_non_finite(X const& x) {
  auto const look = detail::access::of(x);
  extent_t const n = look.s.elements(), first = first_non_finite(typename detail::device_of<X>::kernels{}, look.p, n);
  return first < 0 ? std::nullopt : std::optional(first);
}

// Whether no element is NaN or infinite, padding included.
template <operand X>
  requires floating_element<element_of<X>>
bool all_finite(X const& x) {
  return !first_non_finite(x);
}

// x itself: for numbers that were measured or read, where they enter. Throws data_error naming the first that is NaN or
// infinite, and its position; at the padding of a ragged axis anything may stand.
template <class T, class... A>
  requires floating_element<T>
tensor<T, A...> check_finite(tensor<T, A...> x) {
  auto const look = detail::access::of(x);
  extent_t const n = look.s.elements();
  for (extent_t at = cpu::first_non_finite({}, look.p, n); at >= 0 && at < n; ++at) {
    if (std::isfinite(look.p[at])) continue;
    if constexpr ((ragged_axis<A> || ...))
      if (!detail::is_real_position(look.s, at)) continue;
    detail::refuse_with<data_error>(
        {"the number at ", detail::position_text(look.s, at), " is ", static_cast<double>(look.p[at])});
  }
  return x;
}

} // namespace sp
