// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../core/host_device.hpp"

namespace sp::kernels {

// The extents of an attention, and which of the two layouts its tensors have.
struct attention_extents {
  extent_t queries, batch, positions; // Q, B, T
  extent_t key, value;                // K, V
  int const* lengths = nullptr;       // [B], the real positions of each memory; nullptr: all
  bool queries_batch_first = false;   // query, weights and context are [B, Q, ...], not [Q, B, ...]
  bool memory_batch_first = false;    // keys and values are [B, T, ...], not [T, B, ...]

  SHAPEPROOF_HD extent_t real(extent_t b) const {
    return lengths != nullptr && lengths[b] < positions ? lengths[b] : positions;
  }
};

} // namespace sp::kernels
