// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/pool2d_extents.hpp"
#include "rows.hpp"

// The greatest of each window of an image, and its gradient.
namespace sp::cpu {

namespace detail {
// f(window, corner) for all windows of rows of windows [begin, end): the number of a window, and its first position.
template <class F>
void each_window(kernels::pool2d_extents const& e, extent_t begin, extent_t end, F const& f) {
  for (extent_t row = begin; row < end; ++row) {
    extent_t const image = row / e.down(), top = (image * e.rows + row % e.down() * e.height) * e.columns;
    for (extent_t column = 0; column < e.across(); ++column) f(row * e.across() + column, top + column * e.width);
  }
}
} // namespace detail

// x [outer, rows, columns, inner] -> y [outer, down, across, inner]. NaN counts as greatest, so that it is not lost.
template <class T>
void max_pool2d(device, kernels::pool2d_extents const& e, T const* x, T* y) {
  extent_t const inner = e.inner;
  parallel_for(e.outer * e.down(), e.height * e.columns * inner, [&](extent_t begin, extent_t end) {
    detail::each_window(e, begin, end, [&](extent_t window, extent_t corner) {
      detail::each_vector<T>(inner, [&](extent_t i, extent_t count) {
        T const* const from = x + corner * inner + i;
        vec<T> best = detail::load_lanes(from, count);
        for (extent_t row = 0; row < e.height; ++row)
          for (extent_t column = 0; column < e.width; ++column) {
            vec<T> const one = detail::load_lanes(from + (row * e.columns + column) * inner, count);
            best = select((one > best) | (one != one), one, best);
          }
        detail::store_lanes<T>(y + window * inner + i, count, best);
      });
    });
  });
}

// dx (+ dx, if add): all of dy to the first position of each window that has the greatest
template <class T>
void max_pool2d_backward(device, kernels::pool2d_extents const& e, T const* x, T const* y, T const* dy, T* dx,
                         bool add) {
  extent_t const inner = e.inner, image = e.rows * e.columns * inner;
  parallel_for(e.outer, image, [&](extent_t first, extent_t last) {
    if (!add) std::fill_n(dx + first * image, (last - first) * image, T(0));
    detail::each_window(e, first * e.down(), last * e.down(), [&](extent_t window, extent_t corner) {
      detail::each_vector<T>(inner, [&](extent_t i, extent_t count) {
        vec<T> const best = detail::load_lanes(y + window * inner + i, count);
        vec<T> rest = detail::load_lanes(dy + window * inner + i, count); // what has not found its place yet
        for (extent_t row = 0; row < e.height; ++row)
          for (extent_t column = 0; column < e.width; ++column) {
            extent_t const at = (corner + row * e.columns + column) * inner + i;
            vec<T> const one = detail::load_lanes(x + at, count);
            vec_mask<T> const here = (one == best) | ((one != one) & (best != best));
            detail::put_lanes<T>(dx + at, count, select(here, rest, vec<T>{}), true);
            rest = select(here, vec<T>{}, rest);
          }
      });
    });
  });
}

} // namespace sp::cpu
