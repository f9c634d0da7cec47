// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>

#include "detail/round_to_odd.hpp"
#include "host_device.hpp"

namespace sp {

// IEEE 754 binary16: up to 65504, 11 significant bits, subnormals below 2^-14. An element to store and to send, not to compute
// with: cast<float>(x) first. Conversions round to nearest, ties to even; what is too large becomes infinite, NaN stays NaN.
class half {
  std::uint16_t bits_ = 0;

  SHAPEPROOF_HD static constexpr std::uint16_t rounded(float x) {
    auto const all = __builtin_bit_cast(std::uint32_t, x);
    std::uint32_t const sign = all >> 16 & 0x8000u, size = all & 0x7FFFFFFFu;
    std::uint32_t bits;
    if (size > 0x7F800000u) // NaN: quiet, with the upper part of its payload
      bits = 0x7E00u | (size >> 13 & 0x3FFu);
    else if (size >= 0x47800000u) // 65536 and more
      bits = 0x7C00u;
    else if (size >= 0x38800000u) // normal: the exponent changes its bias from 127 to 15, then 13 bits are rounded away
      bits = (size - 0x38000000u + 0xFFFu + (size >> 13 & 1u)) >> 13;
    else if (size < 0x33000000u) // below half of the smallest subnormal
      bits = 0;
    else { // subnormal: the significand with its hidden bit, in units of 2^-24
      std::uint32_t const significand = (size & 0x7FFFFFu) | 0x800000u, shift = 126u - (size >> 23);
      bits = (significand + (1u << (shift - 1)) - 1u + (significand >> shift & 1u)) >> shift;
    }
    return static_cast<std::uint16_t>(sign | bits);
  }

public:
  constexpr half() = default;
  SHAPEPROOF_HD explicit constexpr half(float x) : bits_(rounded(x)) {}
  SHAPEPROOF_HD explicit constexpr half(double x) : half(detail::round_to_odd(x)) {}
  SHAPEPROOF_HD explicit constexpr operator float() const {
    std::uint32_t const sign = static_cast<std::uint32_t>(bits_ & 0x8000u) << 16, size = bits_ & 0x7FFFu;
    if (size >= 0x7C00u) return __builtin_bit_cast(float, sign | 0x7F800000u | (size & 0x3FFu) << 13); // infinity, NaN
    if (size >= 0x0400u) return __builtin_bit_cast(float, sign | ((size << 13) + 0x38000000u));
    float const subnormal = static_cast<float>(size) * 0x1p-24f;
    return sign != 0 ? -subnormal : subnormal;
  }
  SHAPEPROOF_HD explicit constexpr operator double() const { return static_cast<double>(static_cast<float>(*this)); }

  // The 16 bits as they are stored.
  SHAPEPROOF_HD constexpr std::uint16_t bits() const { return bits_; }
  SHAPEPROOF_HD static constexpr half from_bits(std::uint16_t bits) {
    half x;
    x.bits_ = bits;
    return x;
  }
  // As numbers: -0 is 0, and NaN is nothing's equal.
  SHAPEPROOF_HD friend constexpr bool operator==(half a, half b) {
    return static_cast<float>(a) == static_cast<float>(b);
  }
};

} // namespace sp
