// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <cstddef>

#include "../core/extent.hpp"
#include "../core/host_device.hpp"

namespace sp::kernels {

// The loops over a result of up to 8 axes (after joining neighbours) and N operands: extents outermost first, and the step
// of each operand along each axis. One axis in which every operand is contiguous is a flat loop.
template <int N>
struct elementwise_loops {
  static constexpr int most_axes = 8;
  int axes = 0;
  extent_t extent[most_axes] = {};
  extent_t stride[N][most_axes] = {};

  // Adds an axis inside those before; `step` is 0 where an operand lacks the axis. Joins it to the one before if it can.
  void add_axis(extent_t n, std::array<extent_t, N> const& step) {
    if (n == 1) return;
    bool joins = axes > 0;
    for (int k = 0; k < N && joins; ++k) joins = stride[k][axes - 1] == step[static_cast<std::size_t>(k)] * n;
    if (!joins) ++axes;
    extent[axes - 1] = joins ? extent[axes - 1] * n : n;
    for (int k = 0; k < N; ++k) stride[k][axes - 1] = step[static_cast<std::size_t>(k)];
  }
  SHAPEPROOF_HD bool flat() const {
    if (axes > 1) return false;
    for (int k = 0; k < N; ++k)
      if (axes == 1 && stride[k][0] != 1) return false;
    return true;
  }
  // Whether operand k is repeated along some axis, be it no times at all.
  SHAPEPROOF_HD bool repeats(int k) const {
    for (int a = 0; a < axes; ++a) // no axis has an extent of 1
      if (stride[k][a] == 0) return true;
    return false;
  }
  SHAPEPROOF_HD extent_t elements() const {
    extent_t n = 1;
    for (int a = 0; a < axes; ++a) n *= extent[a];
    return n;
  }
};

} // namespace sp::kernels
