// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/random.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

// Expected figures: tests/reference/random.py, unless another source stands beside them.
using sp::random_sequence;

TEST_CASE("philox gives the known answers of its authors") {
  // Random123 1.09, tests/kat_vectors, philox4x32 10
  using block = std::array<std::uint32_t, 4>;
  CHECK(sp::philox(0, {0, 0, 0, 0}) == block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(sp::philox(~0ull, {~0u, ~0u, ~0u, ~0u}) == block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(sp::philox(0x299f31d0a4093822, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}) ==
        block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
  CHECK(sp::philox(0x0123456789ABCDEF, {1, 2, 3, 4}) == block{0x99d4cb09, 0x26c3c56b, 0x74661f47, 0x327c8526});
}

TEST_CASE("a sequence is the published one, and goes on from a kept state") {
  random_sequence sequence(42);
  CHECK(sequence.next() == 0xd0764d4f4476689f);
  CHECK(sequence.next() == 0x519e4174576f3791);
  random_sequence resumed(sequence.state());
  CHECK(resumed.next() == 0xfbe07cfb0c24ed8c);
  CHECK(resumed.next() == 0xb37d9f600cd835b8);
}

TEST_CASE("uniform, whole and normal numbers have the same bits everywhere") {
  random_sequence uniform(1);
  for (double const expected : {0x1.9f8ba0fede078p-1, 0x1.7e8482652c7fcp-1, 0x1.9a37d5757aaf0p-4}) {
    CHECK(uniform.uniform() == expected);
  }
  random_sequence whole(7);
  for (std::uint64_t const expected : {0u, 2u, 6u, 7u, 5u, 1u, 1u, 2u, 1u, 7u, 1u, 2u})
    CHECK(whole.below(10) == expected);
  random_sequence normal(3);
  for (double const expected : {-0x1.d0418b12341dfp-2, 0x1.1cad003c910b9p-2, -0x1.24ad18b2e27c2p+0,
                                0x1.90f4a1c0853d2p-5, 0x1.5d8c5244684dbp-2, -0x1.0daced9ebcb6bp+1}) {
    CHECK(normal.normal() == expected);
  }
  std::vector<int> numbers(10);
  std::iota(numbers.begin(), numbers.end(), 0);
  random_sequence(5).shuffle(std::span(numbers));
  CHECK(numbers == std::vector<int>{6, 2, 8, 7, 3, 5, 9, 0, 1, 4});
}

TEST_CASE("the logarithm is the library's within two units in the last place") {
  for (double x = 0x1p-100; x < 0x1p100; x *= 1.037) {
    double const expected = std::log(x);
    CHECK(std::abs(sp::detail::portable_log(x) - expected) <= 4.5e-16 * std::abs(expected) + 1e-300);
  }
  CHECK(sp::detail::portable_log(1) == 0);
}

TEST_CASE("moments and bounds are those of the distributions") {
  random_sequence sequence(11);
  int const n = 200'000;
  double sum = 0, squares = 0, fourth = 0, lowest = 1, highest = 0;
  for (int i = 0; i < n; ++i) {
    double const x = sequence.normal();
    sum += x;
    squares += x * x;
    fourth += x * x * x * x;
    double const u = sequence.uniform(-2, 3);
    REQUIRE(u >= -2);
    REQUIRE(u <= 3);
    lowest = std::min(lowest, u);
    highest = std::max(highest, u);
  }
  // Standard errors: 0.0022, 0.0032, 0.022; four of them.
  CHECK(std::abs(sum / n) < 0.009);
  CHECK(std::abs(squares / n - 1) < 0.013);
  CHECK(std::abs(fourth / n - 3) < 0.09);
  CHECK(lowest < -1.999);
  CHECK(highest > 2.999);
}

TEST_CASE("whole numbers are even and below the bound") {
  random_sequence sequence(13);
  CHECK(sequence.below(1) == 0);
  CHECK(sequence.below(UINT64_MAX) < UINT64_MAX);
  std::vector<int> counts(6);
  for (int i = 0; i < 60'000; ++i) ++counts[sequence.below(6)];
  for (int const count : counts) CHECK(std::abs(count - 10'000) < 400); // standard error 91
}

TEST_CASE("every order of three comes up as often") {
  random_sequence sequence(17);
  std::vector<int> counts(27);
  for (int i = 0; i < 60'000; ++i) {
    std::array<int, 3> items{0, 1, 2};
    sequence.shuffle(std::span<int>(items));
    ++counts[static_cast<std::size_t>(items[0] * 9 + items[1] * 3 + items[2])];
  }
  CHECK(std::count(counts.begin(), counts.end(), 0) == 21);
  for (int const count : counts) CHECK((count == 0 || std::abs(count - 10'000) < 400));
}
