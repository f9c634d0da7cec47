// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/conv2d_extents.hpp"
#include "affine.hpp"

#include <algorithm>
#include <cstring>

// Two-dimensional convolution and its gradients. Images lie as [images, rows, columns, channels]: what a row of the kernel
// sees of an image is one run of numbers, so that each is a matrix product whose left side is the image itself.
namespace sp::cpu {

namespace detail {

// Some rows of an image: the first number that is seen of it, and how far apart rows are.
template <class T>
struct seen_rows {
  T const* first;
  extent_t ld;
};

// Rows of an image as a kernel sees them: in place or, if it sees zeros around them, in a buffer of that many numbers.
inline extent_t margins_buffer(kernels::conv2d_extents const& e, extent_t rows) {
  if (e.rows.before == 0 && e.columns.before == 0) return 0;
  return ((rows - 1) * e.rows.step + e.rows.size) * ((e.columns.count - 1) * e.columns.step + e.columns.size) *
         e.channels;
}
// What the rows [first, last) of the result are made from.
template <class T>
seen_rows<T> with_margins(kernels::conv2d_extents const& e, T const* image, extent_t first, extent_t last, T* buffer) {
  extent_t const C = e.channels, ld = e.columns.n * C, from = first * e.rows.step - e.rows.before;
  if (e.rows.before == 0 && e.columns.before == 0) return {image + from * ld, ld};
  extent_t const columns = (e.columns.count - 1) * e.columns.step + e.columns.size, left = e.columns.before,
                 real = std::min(e.columns.n, columns - left), rows = (last - 1 - first) * e.rows.step + e.rows.size;
  T* to = buffer;
  for (extent_t row = from; row < from + rows; ++row, to += columns * C) {
    if (row < 0 || row >= e.rows.n) {
      std::fill_n(to, columns * C, T(0));
      continue;
    }
    std::fill_n(to, left * C, T(0));
    std::copy_n(image + row * ld, real * C, to + left * C);
    std::fill_n(to + (left + real) * C, (columns - left - real) * C, T(0));
  }
  return {buffer, columns * C};
}

// As many rows of the result as have about so many numbers, each row of it counting for `each`.
inline extent_t rows_of(extent_t numbers, extent_t each, extent_t rows) {
  return std::max<extent_t>(std::min(numbers / std::max<extent_t>(each, 1), rows), 1);
}

// f(image, first, last) for pieces of at most `together` rows of [begin, end), which counts `rows` rows of each image.
template <class F>
void each_piece(extent_t begin, extent_t end, extent_t rows, extent_t together, F const& f) {
  for (extent_t until; begin < end; begin = until) {
    extent_t const image = begin / rows, first = begin - image * rows;
    until = std::min({end, begin + together, (image + 1) * rows});
    f(image, first, first + until - begin);
  }
}

} // namespace detail

// y[images,rows.count,columns.count,O] = x[images,rows.n,columns.n,C] seen through w[rows.size,columns.size,C,O], + b[O]
template <class T>
void conv2d_forward(device, kernels::conv2d_extents const& e, T const* x, T const* w, T const* b, T* y) {
  if (e.images * e.result() == 0) return;
  extent_t const O = e.filters, run = e.run(), panel_rows = padded_columns<T>(O) * run, width = e.columns.count * O;
  scratch workspace;
  T* const packed = workspace.take<T>(e.rows.size * panel_rows);
  for (extent_t k = 0; k < e.rows.size; ++k) pack(run, O, w + k * run * O, O, packed + k * panel_rows);
  extent_t const all = e.images * e.rows.count, together = detail::rows_of(8192, width, e.rows.count);
  parallel_ranges(all, 1, e.work() < detail::gemm_enough ? all + 1 : 0, [&](extent_t begin, extent_t end) {
    scratch mine;
    T* const buffer = mine.take<T>(detail::margins_buffer(e, together));
    detail::each_piece(begin, end, e.rows.count, together, [&](extent_t image, extent_t first, extent_t last) {
      auto const seen = detail::with_margins(e, x + image * e.image(), first, last, buffer);
      T* const to = y + image * e.result() + first * width;
      gemm_rows const rows{e.columns.count, e.columns.step * e.channels, O, last - first, e.rows.step * seen.ld, width};
      for (extent_t k = 0; k < e.rows.size; ++k)
        gemm<T>(rows, O, run, seen.first + k * seen.ld, packed + k * panel_rows, to, k > 0, b);
    });
  });
}

// dx (+ dx, if add): each number of an image gets what all that saw it pass on
template <class T>
void conv2d_backward_input(device, kernels::conv2d_extents const& e, T const* w, T const* dy, T* dx, bool add) {
  extent_t const O = e.filters, run = e.run(), numbers = e.rows.size * run, C = e.channels, width = e.columns.count;
  scratch workspace;
  T* const packed = workspace.take<T>(padded_columns<T>(numbers) * O);
  pack_transposed(O, numbers, w, O, packed);
  extent_t const together = detail::rows_of(32768, width * numbers, e.rows.count);
  parallel_ranges(e.images, 1, e.work() < detail::gemm_enough ? e.images + 1 : 0, [&](extent_t begin, extent_t end) {
    if (!add) std::fill_n(dx + begin * e.image(), (end - begin) * e.image(), T(0));
    if (e.result() == 0) return;
    scratch mine;
    T* const seen = mine.take<T>(together * width * numbers); // what each result saw: [rows, columns, rows.size, run]
    auto const piece = [&](extent_t image, extent_t first, extent_t last) {
      gemm<T>({(last - first) * width, O, numbers}, numbers, O, dy + image * e.result() + first * width * O, packed,
              seen, false);
      T const* from = seen;
      for (extent_t row = first; row < last; ++row)
        for (extent_t column = 0; column < width; ++column) {
          extent_t const left = column * e.columns.step - e.columns.before, skip = std::max<extent_t>(-left, 0) * C,
                         stop = std::min(e.columns.size, e.columns.n - left) * C;
          for (extent_t k = 0; k < e.rows.size; ++k, from += run) {
            extent_t const at = row * e.rows.step - e.rows.before + k;
            if (at < 0 || at >= e.rows.n) continue;
            T* const to = dx + image * e.image() + (at * e.columns.n + left) * C;
            for (extent_t i = skip; i < stop; ++i) to[i] += from[i];
          }
        }
    };
    detail::each_piece(begin * e.rows.count, end * e.rows.count, e.rows.count, together, piece);
  });
}

// dw += what was seen, by the gradient of what came of it; with `real`, e.images numbers of images, of only these
template <class T>
void conv2d_backward_kernel(device, kernels::conv2d_extents const& e, T const* x, T const* dy, T* dw,
                            extent_t const* real = nullptr) {
  extent_t const O = e.filters, run = e.run(), size = e.rows.size * run * O, width = e.columns.count;
  if (e.images * e.result() * size == 0) return;
  // Shares of the images have sums of their own: as many for any number of threads, so that the bits are the same.
  constexpr extent_t most_shares = 16, most_numbers = extent_t(1) << 23;
  extent_t const shares = std::clamp<extent_t>(most_numbers / size, 1, std::min(most_shares, e.images));
  bool const little = e.work() < detail::gemm_enough;
  scratch workspace;
  T* const sums = shares == 1 ? dw : workspace.take<T>(shares * size);
  extent_t const together = detail::rows_of(32768, e.columns.n * e.channels * e.rows.step, e.rows.count),
                 K = e.rows.size;
  parallel_ranges(shares * K, 1, little ? shares * K + 1 : 0, [&](extent_t begin, extent_t end) {
    scratch mine;
    T* const buffer = mine.take<T>(detail::margins_buffer(e, together));
    extent_t* const results = mine.take<extent_t>(together * width);
    extent_t* const places = mine.take<extent_t>(together * width); // where a result begins to see, in runs of channels
    extent_t const distance =
        (e.rows.before == 0 && e.columns.before == 0) ? e.columns.n : (width - 1) * e.columns.step + e.columns.size;
    for (extent_t i = 0; i < together * width; ++i) {
      results[i] = i;
      places[i] = i / width * e.rows.step * distance + i % width * e.columns.step;
    }
    for (extent_t until; begin < end; begin = until) { // some rows of the kernel, of a share of the images
      extent_t const part = begin / K, k_begin = begin - part * K;
      until = std::min(end, (part + 1) * K);
      extent_t const k_end = until - part * K;
      T* const sum = sums + part * size;
      if (shares > 1) std::fill_n(sum + k_begin * run * O, (k_end - k_begin) * run * O, T(0));
      range const images = share(e.images, int(part), int(shares));
      detail::each_piece(images.first * e.rows.count, images.last * e.rows.count, e.rows.count, together,
                         [&](extent_t i, extent_t first, extent_t last) {
                           extent_t const image = real != nullptr ? real[i] : i;
                           auto const seen = detail::with_margins(e, x + image * e.image(), first, last, buffer);
                           T const* const d = dy + image * e.result() + first * width * O;
                           for (extent_t k = k_begin; k < k_end; ++k)
                             gemm_tn(run, O, (last - first) * width, seen.first + k * seen.ld, e.channels, d, O,
                                     sum + k * run * O, O, places, results);
                         });
    }
  });
  if (shares > 1)
    parallel_ranges(size, 16, little ? size + 1 : 0, [&](extent_t begin, extent_t end) {
      for (extent_t part = 0; part < shares; ++part)
        for (extent_t i = begin; i < end; ++i) dw[i] += sums[part * size + i];
    });
}

} // namespace sp::cpu
