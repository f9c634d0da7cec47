// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/ragged_lengths.hpp"
#include <algorithm>

namespace sp::cpu {

// x [outer, n, inner]: writes `value` at every position of n that is not real.
template <class T>
void fill_padding(device, T* x, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
                  T value) {
  if (lengths.lengths == nullptr) return;
  if (lengths.outer_divisor > 0) {
    for (extent_t o = 0; o < outer; ++o) {
      extent_t const real = lengths.real(o, 0, n);
      std::fill(x + (o * n + real) * inner, x + (o + 1) * n * inner, value);
    }
    return;
  }
  extent_t const block = lengths.inner_divisor; // inner positions that share a row of the batch
  for (extent_t o = 0; o < outer; ++o)
    for (extent_t i = 0; i < inner; i += block)
      for (extent_t t = lengths.real(o, i, n); t < n; ++t) std::fill_n(x + (o * n + t) * inner + i, block, value);
}

} // namespace sp::cpu
