// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../core/host_device.hpp"

namespace sp::kernels {

// Along one axis of an image: `size` of its n positions are seen at once, and that `count` times: from position -before
// on, and each time `step` further. Before position 0 and from n on there are zeros.
struct seen_extents {
  extent_t n, size, step, before, count;
};
struct conv2d_extents {
  extent_t images;
  seen_extents rows, columns;
  extent_t channels, filters;

  SHAPEPROOF_HD extent_t image() const { return rows.n * columns.n * channels; }
  SHAPEPROOF_HD extent_t result() const { return rows.count * columns.count * filters; }
  SHAPEPROOF_HD extent_t run() const { return columns.size * channels; } // of what a row of the kernel sees
  SHAPEPROOF_HD extent_t work() const { return images * result() * rows.size * run(); }
};

} // namespace sp::kernels
