// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>

#include "detail/round_to_odd.hpp"
#include "host_device.hpp"

namespace sp {

// The upper half of a float: its range, with 8 significant bits. An element to store and to send, not to compute with:
// cast<float>(x) first. Conversions round to nearest, ties to even; NaN stays NaN.
class bf16 {
  std::uint16_t bits_ = 0;

public:
  constexpr bf16() = default;
  SHAPEPROOF_HD explicit constexpr bf16(float x) {
    auto const bits = __builtin_bit_cast(std::uint32_t, x);
    if ((bits & 0x7FFFFFFFu) > 0x7F800000u)
      bits_ = static_cast<std::uint16_t>(bits >> 16 | 0x40u); // quiet, or a short payload would leave an infinity
    else
      bits_ = static_cast<std::uint16_t>((bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16);
  }
  SHAPEPROOF_HD explicit constexpr bf16(double x) : bf16(detail::round_to_odd(x)) {}
  SHAPEPROOF_HD explicit constexpr operator float() const {
    return __builtin_bit_cast(float, static_cast<std::uint32_t>(bits_) << 16);
  }
  SHAPEPROOF_HD explicit constexpr operator double() const { return static_cast<double>(static_cast<float>(*this)); }

  // The 16 bits as they are stored.
  SHAPEPROOF_HD constexpr std::uint16_t bits() const { return bits_; }
  SHAPEPROOF_HD static constexpr bf16 from_bits(std::uint16_t bits) {
    bf16 x;
    x.bits_ = bits;
    return x;
  }
  // As numbers: -0 is 0, and NaN is nothing's equal.
  SHAPEPROOF_HD friend constexpr bool operator==(bf16 a, bf16 b) {
    return static_cast<float>(a) == static_cast<float>(b);
  }
};

} // namespace sp
