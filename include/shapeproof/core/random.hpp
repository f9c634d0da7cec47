// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

// Random numbers that are the same with every compiler and C library: the standard's distributions are not, and a
// logarithm may differ in the last bit. Fused multiply-adds are written out, because compilers choose them differently.
namespace sp {

// Four random 32-bit numbers that depend on nothing but `key` and `counter`: Philox4x32-10 of Salmon, Moraes, Dror and
// Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011). For work that several threads share.
constexpr std::array<std::uint32_t, 4> philox(std::uint64_t key, std::array<std::uint32_t, 4> counter) {
  auto k0 = static_cast<std::uint32_t>(key), k1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    std::uint64_t const p0 = std::uint64_t{0xD2511F53} * counter[0], p1 = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ k0, static_cast<std::uint32_t>(p1),
               static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ k1, static_cast<std::uint32_t>(p0)};
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return counter;
}

namespace detail {

// The splitmix64 generator of Steele, Lea and Flood (2014): the state moves on, its mixture comes back.
constexpr std::uint64_t splitmix64(std::uint64_t& state) {
  std::uint64_t z = state += 0x9E3779B97F4A7C15;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

// The natural logarithm of a normal positive number, the same bits everywhere: x = m 2^e with m in [sqrt 1/2, sqrt 2),
// log m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.172, by its series up to s^23.
inline double portable_log(double x) {
  auto bits = std::bit_cast<std::uint64_t>(x);
  std::uint64_t const below_sqrt_2 = 0x0006A09E667F3BCD; // the fraction bits of sqrt 2
  bool const halve = (bits & 0x000FFFFFFFFFFFFF) >= below_sqrt_2;
  auto const exponent = static_cast<double>(static_cast<std::int64_t>(bits >> 52) - 1023 + halve);
  double const m =
      std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFF) | (halve ? 0x3FE0000000000000 : 0x3FF0000000000000));
  double const s = (m - 1) / (m + 1), square = s * s;
  double series = 1.0 / 23;
  for (int n = 21; n >= 1; n -= 2) series = __builtin_fma(series, square, 1.0 / n);
  return __builtin_fma(exponent, 0.693147180559945309, 2 * (s * series));
}

} // namespace detail

// A sequence of random numbers: xoshiro256++ of Blackman and Vigna (2019), seeded by splitmix64 as they advise. The state
// can be kept and given back, so that an interrupted run goes on with the same numbers.
class random_sequence {
public:
  using state_type = std::array<std::uint64_t, 4>;

  explicit constexpr random_sequence(std::uint64_t seed) {
    for (std::uint64_t& word : state_) word = detail::splitmix64(seed);
  }
  explicit constexpr random_sequence(state_type const& state) : state_(state) {}
  constexpr state_type const& state() const { return state_; }

  // 64 random bits.
  constexpr std::uint64_t next() {
    std::uint64_t const result = std::rotl(state_[0] + state_[3], 23) + state_[0], shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // Evenly in [0, 1): a multiple of 2^-53.
  constexpr double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  // Evenly in [low, high); `high` itself only by rounding.
  double uniform(double low, double high) { return __builtin_fma(high - low, uniform(), low); }
  // Evenly in 0, 1 ... bound - 1, without bias; `bound` is positive. Numbers of enough bits are drawn until one is below.
  constexpr std::uint64_t below(std::uint64_t bound) {
    int const bits = 64 - std::countl_zero(bound - 1);
    for (;;) {
      std::uint64_t const number = bits == 0 ? 0 : next() >> (64 - bits);
      if (number < bound) return number;
    }
  }
  // Normally distributed, mean 0, standard deviation 1, by Marsaglia's polar method (1964): (u, v) evenly in the unit
  // disc without its middle, s = u^2 + v^2, u sqrt(-2 log(s) / s). The second number of the pair is not kept, so that
  // the state says all.
  double normal() {
    for (;;) {
      double const u = __builtin_fma(2.0, uniform(), -1.0), v = __builtin_fma(2.0, uniform(), -1.0);
      double const s = __builtin_fma(u, u, v * v);
      if (s < 1 && s >= 0x1p-100) return u * __builtin_sqrt(-2 * detail::portable_log(s) / s);
    }
  }
  // Puts the items into a random order, each order as likely (Fisher and Yates).
  template <class T>
  constexpr void shuffle(std::span<T> items) {
    for (std::size_t left = items.size(); left > 1; --left) {
      using std::swap;
      swap(items[left - 1], items[static_cast<std::size_t>(below(left))]);
    }
  }

private:
  state_type state_{};
};

} // namespace sp
