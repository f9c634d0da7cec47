// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include <cmath>

#include "parallel_for.hpp"

namespace sp::cpu {
namespace detail {

// Whether a stands before b: greater, and any number before NaN.
template <class T>
bool stands_before(T a, T b) {
  return a > b || (std::isnan(b) && !std::isnan(a));
}

} // namespace detail

// in [outer, n, inner] -> values, at [outer, k, inner]: the k greatest along n and their positions, the greatest
// first and of equals the one with the lower position. k <= n. NaN is less than any number.
template <class T>
void top_k(device, T const* in, extent_t outer, extent_t n, extent_t inner, extent_t k, T* values, int* at) {
  if (k == 0) return;
  parallel_for(outer * inner, n, [=](extent_t first, extent_t last) {
    for (extent_t row = first; row < last; ++row) {
      T const* const x = in + row / inner * n * inner + row % inner;
      T* const best = values + row / inner * k * inner + row % inner;
      int* const where = at + row / inner * k * inner + row % inner;
      for (extent_t i = 0; i < n; ++i) {
        T const candidate = x[i * inner];
        extent_t place = i < k ? i : k; // how many are kept so far
        if (place == k && !detail::stands_before(candidate, best[(k - 1) * inner])) continue;
        if (place == k) --place; // the last one falls out
        for (; place > 0 && detail::stands_before(candidate, best[(place - 1) * inner]); --place) {
          best[place * inner] = best[(place - 1) * inner];
          where[place * inner] = where[(place - 1) * inner];
        }
        best[place * inner] = candidate;
        where[place * inner] = static_cast<int>(i);
      }
    }
  });
}

} // namespace sp::cpu
