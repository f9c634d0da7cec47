// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <span>

#include "../core/extent.hpp"
#include "../core/host_device.hpp"

namespace sp::kernels {

// How a mask lies under numbers of more axes, in any order: per axis of the numbers its extent and the mask's stride
// there, 0 where the mask lacks it. Neighbours that are walked alike become one axis; the last one is the inner loop.
class mask_layout {
  static constexpr int most_axes = 32;
  extent_t extent_[most_axes] = {1}, stride_[most_axes] = {0};
  int count_ = 1;

public:
  mask_layout(std::span<extent_t const> extents, std::span<extent_t const> strides) {
    for (std::size_t k = 0; k < extents.size(); ++k) {
      if (extents[k] == 1) continue;
      int const last = count_ - 1;
      if (extent_[last] == 1) {
        extent_[last] = extents[k], stride_[last] = strides[k];
      } else if (stride_[last] == strides[k] * extents[k]) {
        extent_[last] *= extents[k], stride_[last] = strides[k];
      } else {
        extent_[count_] = extents[k], stride_[count_] = strides[k], ++count_;
      }
    }
  }
  SHAPEPROOF_HD extent_t rows() const {
    extent_t n = 1;
    for (int k = 0; k + 1 < count_; ++k) n *= extent_[k];
    return n;
  }
  SHAPEPROOF_HD extent_t row_size() const { return extent_[count_ - 1]; }
  SHAPEPROOF_HD extent_t row_stride() const { return stride_[count_ - 1]; }
  // Where the mask of a row begins.
  SHAPEPROOF_HD extent_t offset(extent_t row) const {
    extent_t at = 0;
    for (int k = count_ - 2; k >= 0; row /= extent_[k--]) at += row % extent_[k] * stride_[k];
    return at;
  }
  // Where the mask of element i of the numbers stands, in arithmetic of Index.
  template <class Index>
  SHAPEPROOF_HD Index position(Index i) const {
    Index at = 0;
    for (int k = count_ - 1; k > 0; --k) {
      Index const n = static_cast<Index>(extent_[k]), outer = i / n;
      at += (i - outer * n) * static_cast<Index>(stride_[k]);
      i = outer;
    }
    return at + i * static_cast<Index>(stride_[0]);
  }
};

} // namespace sp::kernels
