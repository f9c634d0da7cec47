// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../core/extent.hpp"
#include "../kernels/mask_layout.hpp"
#include "parallel_for.hpp"
#include <algorithm>
#include <span>

namespace sp::cpu {

// f(first element of a row, the row's mask) for every row
template <class F>
void for_each_masked_row(bool const* mask, kernels::mask_layout const& layout, F const& f) {
  parallel_for(layout.rows(), layout.row_size(), [&](extent_t begin, extent_t end) {
    for (extent_t row = begin; row < end; ++row) f(row * layout.row_size(), mask + layout.offset(row));
  });
}

// out = mask ? a : b
template <class T>
void select(device, bool const* mask, kernels::mask_layout const& layout, T const* a, T const* b, T* out) {
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
void select_or(device, bool const* mask, kernels::mask_layout const& layout, T const* in, T value, T* out) {
  extent_t const n = layout.row_size(), stride = layout.row_stride();
  for_each_masked_row(mask, layout, [=](extent_t at, bool const* m) {
    for (extent_t i = 0; i < n; ++i) out[at + i] = m[i * stride] ? in[at + i] : value;
  });
}

// din = mask == side ? dout : 0. The backward of both: side is true for a and in, false for b.
template <class T>
void select_backward(device, bool const* mask, kernels::mask_layout const& layout, bool side, T const* dout, T* din,
                     bool add) {
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
