// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include <algorithm>
#include <atomic>
#include <cmath>

#include "parallel.hpp"
#include "simd.hpp"

namespace sp::cpu {

// The first position of x[n] that is NaN or infinite; -1 if there is none.
template <class T>
extent_t first_non_finite(device, T const* x, extent_t n) {
  constexpr extent_t block = 16384;
  extent_t const blocks = (n + block - 1) / block;
  std::atomic<extent_t> found{n};
  parallel_ranges(blocks, 1, 32768 / block, [&](extent_t first, extent_t last) {
    for (extent_t b = first; b < last; ++b) {
      extent_t const begin = b * block, end = std::min(n, begin + block);
      vec<T> spoilt{}; // 0 * x is 0 for a finite x, NaN otherwise, and a NaN stays in the sum
      extent_t i = begin;
      for (; i + width<T> <= end; i += width<T>) spoilt += load(x + i) * T(0);
      T sum = horizontal_sum<T>(spoilt);
      for (; i < end; ++i) sum += x[i] * T(0);
      if (sum == T(0)) continue;
      for (i = begin; std::isfinite(x[i]);) ++i;
      extent_t before = found.load();
      while (i < before && !found.compare_exchange_weak(before, i)) {
      }
      return;
    }
  });
  return found < n ? found.load() : extent_t(-1);
}

} // namespace sp::cpu
