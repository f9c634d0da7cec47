// SPDX-License-Identifier: BSL-1.0
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <shapeproof/cpu/dropout.hpp>
#include <vector>

namespace {

// 1 where an element is kept, 0 where it is dropped
std::vector<int> kept(sp::extent_t n, double probability, std::uint64_t key) {
  std::vector<float> const ones(std::size_t(n), 1.f);
  std::vector<float> out(ones.size());
  sp::cpu::dropout({}, ones.data(), out.data(), n, probability, key);
  std::vector<int> result(ones.size());
  bool scaled = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    result[i] = out[i] != 0.f;
    scaled = scaled && out[i] == float(result[i] / (1 - probability));
  }
  REQUIRE(scaled);
  return result;
}

// The correlation of a and b, the latter shifted, in standard deviations of what independent masks would show
double correlation(std::vector<int> const& a, std::vector<int> const& b, std::size_t shift, double keep) {
  double sum = 0;
  for (std::size_t i = 0; i + shift < a.size(); ++i) sum += (a[i] - keep) * (b[i + shift] - keep);
  return sum / (keep * (1 - keep) * std::sqrt(double(a.size() - shift)));
}

} // namespace

TEST_CASE("dropout keeps the asked share of positions, for any key") {
  sp::extent_t const n = 100000;
  for (double probability : {0.1, 0.5, 0.9})
    for (std::uint64_t key : {0ull, 1ull, 2ull, 1ull << 32, 0x123456789ABCDEFull}) {
      double count = 0;
      for (int k : kept(n, probability, key)) count += k;
      double const deviation = std::sqrt(double(n) * probability * (1 - probability));
      CHECK(std::abs(count - double(n) * (1 - probability)) < 4 * deviation);
    }
}

TEST_CASE("neighbouring keys and neighbouring positions drop independently") {
  sp::extent_t const n = 200000;
  double const keep = 0.75;
  auto const base = kept(n, 1 - keep, 42);
  for (std::size_t shift : {1u, 2u, 3u, 8u, 16u, 17u, 64u, 256u, 1024u, 65536u})
    CHECK(std::abs(correlation(base, base, shift, keep)) < 4);
  for (int bit = 0; bit < 64; ++bit) {
    auto const other = kept(n, 1 - keep, 42 ^ (std::uint64_t(1) << bit));
    CHECK(std::abs(correlation(base, other, 0, keep)) < 4.5);
    CHECK(std::abs(correlation(base, other, 1, keep)) < 4.5);
  }
  for (std::uint64_t key = 43; key < 60; ++key)
    CHECK(std::abs(correlation(base, kept(n, 1 - keep, key), 0, keep)) < 4.5);
}

TEST_CASE("all 2^12 patterns of twelve neighbours are equally likely") {
  auto const base = kept(4096 * 200 * 12, 0.5, 7);
  std::vector<int> counts(4096);
  for (std::size_t i = 0; i + 12 <= base.size(); i += 12) {
    std::size_t pattern = 0;
    for (std::size_t k = 0; k < 12; ++k) pattern = 2 * pattern + std::size_t(base[i + k]);
    ++counts[pattern];
  }
  double chi = 0;
  for (int count : counts) chi += (count - 200.0) * (count - 200.0) / 200.0;
  CHECK(std::abs(chi - 4095) < 4 * std::sqrt(2 * 4095.0));
}

TEST_CASE("the mask is the same for every element type, thread count, length and for the backward, which may add") {
  sp::extent_t const n = 70003;
  std::vector<double> in(n), out(n), back(n, 3.0);
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = std::sin(double(i)) + 2;
  auto const mask = kept(n, 0.3, 99);
  for (int threads : {1, 2, 3}) {
    sp::set_threads(threads);
    sp::cpu::dropout({}, in.data(), out.data(), n, 0.3, 99);
    std::vector<double> sum(n, 3.0);
    sp::cpu::dropout({}, in.data(), sum.data(), n, 0.3, 99, true);
    bool right = true;
    for (std::size_t i = 0; i < in.size(); ++i) {
      double const expected = mask[i] ? in[i] / 0.7 : 0.0;
      right = right && std::abs(out[i] - expected) < 1e-12 && std::abs(sum[i] - 3 - expected) < 1e-12;
    }
    CHECK(right);
  }
  sp::set_threads(1);
  auto const shorter = kept(1001, 0.3, 99);
  CHECK(std::vector<int>(mask.begin(), mask.begin() + 1001) == shorter);
}

TEST_CASE("what is dropped is zero whatever it was, and probability 0 drops nothing") {
  std::vector<float> in(64, std::numeric_limits<float>::quiet_NaN()), out(64);
  sp::cpu::dropout({}, in.data(), out.data(), 64, 0.5, 5);
  auto const mask = kept(64, 0.5, 5);
  for (std::size_t i = 0; i < 64; ++i) CHECK(std::isnan(out[i]) == (mask[i] == 1));
  for (int k : kept(1000, 0.0, 5)) CHECK(k == 1);
}
