// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <shapeproof/core/extent.hpp>
#include <vector>

// What the tests of products and of what stands on them share.

template <class T>
std::vector<T> numbers(sp::extent_t n, unsigned seed) {
  std::vector<T> x(static_cast<std::size_t>(n));
  for (T& v : x) v = T(int((seed = seed * 1664525u + 1013904223u) >> 16) % 2001 - 1000) / T(1000);
  return x;
}

// How many of the numbers got differ from those expected, sums of `terms` products, by more than rounding explains.
template <class T>
int differences(std::vector<T> const& got, std::vector<T> const& expected, sp::extent_t terms) {
  double const tolerance = (sizeof(T) == 4 ? 1e-5 : 1e-13) * (1 + std::sqrt(double(terms)));
  int wrong = got.size() != expected.size();
  for (std::size_t i = 0; i < got.size(); ++i) wrong += !(std::abs(double(got[i]) - double(expected[i])) <= tolerance);
  return wrong;
}
