// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>

#include "../host_device.hpp"

namespace sp::detail {

// The float next to x whose last bit is odd if x lies between two floats. Rounding it once more, to a type with at least two
// bits less, gives what rounding x itself would: rounding twice to nearest would not.
SHAPEPROOF_HD constexpr float round_to_odd(double x) {
  auto const nearest = static_cast<float>(x);
  if (static_cast<double>(nearest) == x || x != x) return nearest;
  auto bits = __builtin_bit_cast(std::uint32_t, nearest);
  double const size = x < 0 ? -x : x;
  double const rounded = nearest < 0 ? -static_cast<double>(nearest) : static_cast<double>(nearest);
  if (rounded > size) --bits; // towards zero: sign and size are separate bits
  return __builtin_bit_cast(float, bits | 1u);
}

} // namespace sp::detail
