// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../core/host_device.hpp"

namespace sp::kernels {

// One matrix per element of the batch: row-major, rows `ld` apart, matrices `stride` apart (0: all use the same one).
// Transposed: it is stored with rows and columns exchanged.
template <class T>
struct matrices {
  T* first;
  extent_t ld, stride;
  bool transposed = false;
  SHAPEPROOF_HD T* operator[](extent_t b) const { return first + b * stride; }
};

} // namespace sp::kernels
