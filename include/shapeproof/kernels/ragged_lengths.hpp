// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../core/host_device.hpp"

namespace sp::kernels {

// How many positions of a ragged axis are real, for kernels over [outer, n, inner] where n is that axis. The row of the
// batch that a position belongs to is found among the outer or the inner positions, wherever the axis Batch lies:
// (outer / outer_divisor) % rows if outer_divisor > 0, else (inner / inner_divisor) % rows.
// [Letters, Batch, Hidden] over Letters: outer 1, inner Batch * Hidden, inner_divisor Hidden.
// [Batch, Letters, Hidden] over Letters: outer Batch, inner Hidden, outer_divisor 1.
struct ragged_lengths {
  int const* lengths = nullptr; // [rows]; nullptr: every position has all n
  extent_t rows = 0;
  extent_t outer_divisor = 0, inner_divisor = 0;

  // The length at these positions; only where there are lengths.
  SHAPEPROOF_HD int at(extent_t outer, extent_t inner) const {
    return lengths[(outer_divisor > 0 ? outer / outer_divisor : inner / inner_divisor) % rows];
  }
  // The number of real positions of an axis of extent n: at most n, so that an axis that was cut short is safe.
  SHAPEPROOF_HD extent_t real(extent_t outer, extent_t inner, extent_t n) const {
    if (lengths == nullptr) return n;
    extent_t const length = at(outer, inner);
    return length < n ? length : n;
  }
  // Whether the length depends on the inner position.
  SHAPEPROOF_HD bool varies_inside() const { return lengths && outer_divisor <= 0; }
};

} // namespace sp::kernels
