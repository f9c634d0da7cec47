// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../core/host_device.hpp"

namespace sp::kernels {

// [outer, rows, columns, inner] in windows of `height` rows and `width` columns, side by side. What is left over at the
// end is in none.
struct pool2d_extents {
  extent_t outer, rows, columns, inner, height, width;

  SHAPEPROOF_HD extent_t down() const { return rows / height; }
  SHAPEPROOF_HD extent_t across() const { return columns / width; }
};

} // namespace sp::kernels
