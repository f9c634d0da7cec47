// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "parallel_for.hpp"
#include <algorithm>
#include <span>

namespace sp::cpu {

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
  extent_t rows() const {
    extent_t n = 1;
    for (int k = 0; k + 1 < count_; ++k) n *= extent_[k];
    return n;
  }
  extent_t row_size() const { return extent_[count_ - 1]; }
  extent_t row_stride() const { return stride_[count_ - 1]; }
  // Where the mask of a row begins.
  extent_t offset(extent_t row) const {
    extent_t at = 0;
    for (int k = count_ - 2; k >= 0; row /= extent_[k--]) at += row % extent_[k] * stride_[k];
    return at;
  }
};

// f(first element of a row, the row's mask) for every row
template <class F>
void for_each_masked_row(bool const* mask, mask_layout const& layout, F const& f) {
  parallel_for(layout.rows(), layout.row_size(), [&](extent_t begin, extent_t end) {
    for (extent_t row = begin; row < end; ++row) f(row * layout.row_size(), mask + layout.offset(row));
  });
}

// out = mask ? a : b
template <class T>
void select(bool const* mask, mask_layout const& layout, T const* a, T const* b, T* out) {
  extent_t const n = layout.row_size(), stride = layout.row_stride();
  for_each_masked_row(mask, layout, [=](extent_t at, bool const* m) {
    if (stride == 0)
      std::copy_n((*m ? a : b) + at, n, out + at);
    else
      for (extent_t i = 0; i < n; ++i) out[at + i] = m[i * stride] ? a[at + i] : b[at + i];
  });
}

// out = mask ? in : value
template <class T>
void select_or(bool const* mask, mask_layout const& layout, T const* in, T value, T* out) {
  extent_t const n = layout.row_size(), stride = layout.row_stride();
  for_each_masked_row(mask, layout, [=](extent_t at, bool const* m) {
    for (extent_t i = 0; i < n; ++i) out[at + i] = m[i * stride] ? in[at + i] : value;
  });
}

// din = mask == side ? dout : 0. The backward of both: side is true for a and in, false for b.
template <class T>
void select_backward(bool const* mask, mask_layout const& layout, bool side, T const* dout, T* din, bool add) {
  extent_t const n = layout.row_size(), stride = layout.row_stride();
  for_each_masked_row(mask, layout, [=](extent_t at, bool const* m) {
    if (add) {
      for (extent_t i = 0; i < n; ++i) din[at + i] += m[i * stride] == side ? dout[at + i] : T(0);
    } else {
      for (extent_t i = 0; i < n; ++i) din[at + i] = m[i * stride] == side ? dout[at + i] : T(0);
    }
  });
}

} // namespace sp::cpu
