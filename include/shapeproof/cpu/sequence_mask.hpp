// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../core/extent.hpp"
#include "parallel_for.hpp"

namespace sp::cpu {

// lengths [rows] -> mask [rows, n]: true below the length
inline void sequence_mask(device, int const* lengths, extent_t rows, extent_t n, bool* mask) {
  parallel_for(rows, n, [=](extent_t begin, extent_t end) {
    for (extent_t row = begin; row < end; ++row)
      for (extent_t i = 0; i < n; ++i) mask[row * n + i] = i < lengths[row];
  });
}

} // namespace sp::cpu
