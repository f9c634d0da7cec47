// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <shapeproof/core/extent.hpp>
#include <vector>

// What the tests of kernels share: numbers that repeat, and the two comparisons that every kernel must stand.

// n numbers in (-1, 1), the same for the same seed
template <class T = double>
std::vector<T> noise(sp::extent_t n, std::uint64_t seed) {
  std::vector<T> x(static_cast<std::size_t>(n));
  std::uint64_t state = seed * 0x9E3779B97F4A7C15u + 1;
  for (T& value : x) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    value = T(double(state >> 11) / 4503599627370496.0 - 1);
  }
  return x;
}

// The greatest difference, relative to the size of what is expected where that is above 1. NaN counts as infinite.
template <class T>
double difference(std::vector<T> const& got, std::vector<double> const& expected) {
  REQUIRE(got.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    double const d = std::abs(double(got[i]) - expected[i]) / std::max(1.0, std::abs(expected[i]));
    if (!(d <= worst)) worst = std::isnan(d) ? INFINITY : d;
  }
  return worst;
}

// The derivative of loss() by each element of x, by central differences
template <class F>
std::vector<double> central_differences(std::vector<double>& x, F const& loss) {
  std::vector<double> gradient(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    double const here = x[i], step = 1e-5;
    x[i] = here + step;
    double const above = loss();
    x[i] = here - step;
    gradient[i] = (above - loss()) / (2 * step);
    x[i] = here;
  }
  return gradient;
}

inline double dot(std::vector<double> const& a, std::vector<double> const& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}
