// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <span>

#include "../core/extent.hpp"
#include "../core/host_device.hpp"

namespace sp::kernels {

// A permutation seen from its output: one loop per axis, outermost first; axes of extent 1 are gone, neighbours that
// stay together are one.
struct permuted_loops {
  static constexpr int most_axes = 32;
  extent_t extent[most_axes] = {}, from_stride[most_axes] = {}, to_stride[most_axes] = {};
  int count = 0;

  permuted_loops(std::span<extent_t const> extents, std::span<int const> order) {
    extent_t strides[most_axes], stride = 1;
    int const rank = int(extents.size());
    for (int axis = rank - 1; axis >= 0; --axis) strides[axis] = stride, stride *= extents[std::size_t(axis)];
    for (int axis : order) {
      extent_t const n = extents[std::size_t(axis)], from = strides[axis];
      if (n == 1) continue;
      if (count > 0 && from_stride[count - 1] == n * from)
        extent[count - 1] *= n, from_stride[count - 1] = from;
      else
        extent[count] = n, from_stride[count] = from, ++count;
    }
    if (count == 0) extent[0] = 1, from_stride[0] = 1, count = 1;
    stride = 1;
    for (int loop = count - 1; loop >= 0; --loop) to_stride[loop] = stride, stride *= extent[loop];
  }
  SHAPEPROOF_HD extent_t elements() const { return extent[0] * to_stride[0]; }
  // The loop along which the input is contiguous, if there are elements.
  SHAPEPROOF_HD int contiguous_in_input() const {
    int loop = count - 1;
    while (from_stride[loop] != 1) --loop;
    return loop;
  }
};

} // namespace sp::kernels
