// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernel_check.hpp"
#include "support.hpp"

#include <cmath>
#include <limits>
#include <shapeproof/kernels/ragged_lengths.hpp>
#include <type_traits>

// What the tests of kernels over [outer, n, inner] share.

struct layout {
  sp::extent_t outer, n, inner;
  sp::kernels::ragged_lengths lengths;

  sp::extent_t size() const { return outer * n * inner; }
  sp::extent_t rows() const { return outer * inner; }
  std::size_t at(sp::extent_t o, sp::extent_t t, sp::extent_t i) const { return std::size_t((o * n + t) * inner + i); }
  // f(place) for all that is not real
  template <class F>
  void each_padding(F const& f) const {
    for (sp::extent_t o = 0; o < outer; ++o)
      for (sp::extent_t i = 0; i < inner; ++i)
        for (sp::extent_t t = lengths.real(o, i, n); t < n; ++t) f(at(o, t, i));
  }
};

// Contiguous rows, the batch outside, inside, inside with more beside it; short and long rows, also such as can be
// moved in packs and as cannot; nothing at all.
class layouts {
  lengths_on_gpu some_{{0, 5, 1, 3, 9, 38, 500}}, one_{{3}}; // some are longer than the axes

public:
  std::vector<layout> all;

  layouts() {
    for (sp::extent_t n : {1, 5, 40, 67, 256, 301, 1000, 1030}) {
      all.push_back({7, n, 1, {}});
      all.push_back({14, n, 1, {some_.host, 7, 2, 0}});
      all.push_back({2, n, 19, {}});
      all.push_back({7, n, 3, {some_.host, 7, 1, 0}});
      all.push_back({2, n, 7, {some_.host, 7, 0, 1}});
      all.push_back({1, n, 35, {some_.host, 7, 0, 5}});
      all.push_back({2, n, 1, {one_.host, 1, 0, 1}});
    }
    all.push_back({1, 4000, 2, {}});
    all.push_back({2, 5000, 1, {}});
    all.push_back({7, 5003, 1, {some_.host, 7, 1, 0}});
    all.push_back({1, 40000, 1, {}});
    all.push_back({1, 33001, 1, {}});
    all.push_back({0, 4, 1, {}});
    all.push_back({3, 0, 1, {}});
    all.push_back({2, 3, 0, {}});
  }
  // f(layout, double{}) and f(layout, float{})
  template <class F>
  void each(F const& f) const {
    for (layout const& l : all) {
      CAPTURE(l.outer);
      CAPTURE(l.n);
      CAPTURE(l.inner);
      CAPTURE(l.lengths.rows);
      f(l, double{});
      f(l, float{});
    }
  }
};

// Noise, and NaN at padding
template <class T>
std::vector<T> noise_in(layout const& l, std::uint64_t seed, double scale = 1) {
  auto x = noise<T>(l.size(), seed);
  for (T& value : x) value *= T(scale);
  l.each_padding([&](std::size_t i) { x[i] = std::numeric_limits<T>::quiet_NaN(); });
  return x;
}

// Whether these are the same numbers but for rounding. NaN and infinities are where they should be.
template <class T>
bool agree(std::vector<T> const& got, std::vector<T> const& expected,
           double tolerance = sizeof(T) == 4 ? 1e-5 : 1e-12) {
  if (got.size() != expected.size()) return false;
  for (std::size_t i = 0; i < got.size(); ++i) {
    double const a = double(got[i]), b = double(expected[i]);
    if (a == b || (std::isnan(a) && std::isnan(b))) continue;
    if (!(std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b)))) {
      MESSAGE("at " << i << ": " << a << " instead of " << b);
      return false;
    }
  }
  return true;
}
