// SPDX-License-Identifier: BSL-1.0
#include <bit>
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <shapeproof/core/bfloat16.hpp>
#include <shapeproof/core/half.hpp>

// Every one of the 65536 codes of both 16-bit elements, against their definition: sign, exponent field, fraction field.
namespace {

double defined_value(std::uint32_t bits, int exponent_bits) {
  int const fraction_bits = 15 - exponent_bits, bias = (1 << (exponent_bits - 1)) - 1;
  int const exponent = static_cast<int>(bits >> fraction_bits) & ((1 << exponent_bits) - 1);
  double const fraction = bits & ((1u << fraction_bits) - 1u), sign = bits >> 15 != 0 ? -1 : 1;
  if (exponent == (1 << exponent_bits) - 1)
    return fraction != 0 ? std::numeric_limits<double>::quiet_NaN() : sign * std::numeric_limits<double>::infinity();
  if (exponent == 0) return sign * std::ldexp(fraction, 1 - bias - fraction_bits);
  return sign * std::ldexp(1 + std::ldexp(fraction, -fraction_bits), exponent - bias);
}

template <class Small, int ExponentBits>
void check_every_code() {
  constexpr std::uint32_t infinity = ((1u << ExponentBits) - 1u) << (15 - ExponentBits);
  int wrong_values = 0, wrong_round_trips = 0, wrong_ties = 0, wrong_neighbours = 0;
  for (std::uint32_t code = 0; code < 65536; ++code) {
    auto const x = Small::from_bits(static_cast<std::uint16_t>(code));
    double const expected = defined_value(code, ExponentBits);
    std::uint32_t const size = code & 0x7FFFu, sign = code & 0x8000u;
    if (size > infinity) {
      bool const nan = std::isnan(static_cast<float>(x)) && std::isnan(static_cast<double>(x)) && !(x == x);
      wrong_values += !nan;
      auto const back = Small(static_cast<float>(x)).bits();
      wrong_round_trips += (back & 0x7FFFu) <= infinity || (back & 0x8000u) != sign;
      continue;
    }
    auto const same = [&](double a) { return a == expected && std::signbit(a) == std::signbit(expected); };
    wrong_values += !same(static_cast<double>(static_cast<float>(x))) || !same(static_cast<double>(x));
    wrong_round_trips += Small(static_cast<float>(x)).bits() != code || Small(expected).bits() != code;
    if (size == infinity) continue;
    // The middle to the next code away from zero is exact in float and double: it goes to the even code; what lies
    // a hair to either side goes to that side. Beyond the largest number the next code is infinity, as if one step further.
    double const next = size + 1 == infinity ? 2 * expected - defined_value(code - 1, ExponentBits)
                                             : defined_value(code + 1, ExponentBits);
    double const middle = (expected + next) / 2;
    std::uint32_t const even = (code & 1u) != 0 ? code + 1 : code;
    wrong_ties += Small(middle).bits() != even || Small(static_cast<float>(middle)).bits() != even;
    wrong_neighbours += Small(std::nextafter(middle, 0.0)).bits() != code;
    wrong_neighbours += Small(std::nextafter(middle, 2 * next)).bits() != code + 1;
    wrong_neighbours += Small(std::nextafter(static_cast<float>(middle), 0.0f)).bits() != code;
    if (auto const above = std::nextafter(static_cast<float>(middle), sign != 0 ? -HUGE_VALF : HUGE_VALF);
        std::isfinite(above))
      wrong_neighbours += Small(above).bits() != code + 1;
  }
  CHECK(wrong_values == 0);
  CHECK(wrong_round_trips == 0);
  CHECK(wrong_ties == 0);
  CHECK(wrong_neighbours == 0);
}
} // namespace

TEST_CASE("bf16: every code, the middle of every two, and what lies beside it") { check_every_code<sp::bf16, 8>(); }
TEST_CASE("half: every code, the middle of every two, and what lies beside it") { check_every_code<sp::half, 5>(); }

TEST_CASE("numbers beyond the range, signalling NaNs, and the smallest doubles") {
  CHECK(sp::half(1e300).bits() == 0x7C00);
  CHECK(sp::half(-65520.0f).bits() == 0xFC00);
  CHECK(sp::half(65519.99).bits() == 0x7BFF);
  CHECK(sp::bf16(-1e300).bits() == 0xFF80);
  CHECK(sp::bf16(5e-324).bits() == 0);
  CHECK(sp::half(-5e-324).bits() == 0x8000);
  auto const signalling = std::bit_cast<float>(0x7F800001u); // its payload lies in the bits that are cut off
  CHECK(sp::bf16(signalling).bits() == 0x7FC0);
  CHECK(sp::half(signalling).bits() == 0x7E00);
  CHECK(sp::half() == sp::half(-0.0f));
}
