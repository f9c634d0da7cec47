// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../core/extent.hpp"

namespace sp::cpu {

// The position of the first of x [n] that is NaN or infinite; n if there is none.
template <class T>
extent_t first_non_finite(T const* x, extent_t n) {
  constexpr extent_t block = 1024; // a sum of x - x over a block is 0 as long as all are finite
  for (extent_t first = 0; first < n; first += block) {
    extent_t const last = std::min(n, first + block);
    T sum{};
    for (extent_t i = first; i < last; ++i) sum += x[i] - x[i];
    if (sum == 0) continue;
    for (extent_t i = first; i < last; ++i)
      if (!(x[i] - x[i] == 0)) return i;
  }
  return n;
}

} // namespace sp::cpu
