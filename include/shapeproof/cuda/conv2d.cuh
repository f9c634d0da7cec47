// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/conv2d_extents.hpp"
#include "device.hpp"
#include "product.cuh"

#include <algorithm>
#include <bit>

// Two-dimensional convolution and its gradients. Images lie as [images, rows, columns, channels], and the kernel [rows.size,
// columns.size, channels, filters] is a matrix of as many rows as each result sees numbers. What is seen is written down in
// pieces of some rows of results, counted through all images, and each piece is one matrix product.
namespace sp::gpu {

namespace detail {

inline constexpr extent_t most_seen_numbers = extent_t(1) << 24; // of a piece

inline extent_t seen_numbers(kernels::conv2d_extents const& e) { return e.rows.size * e.run(); }

// Whether each position of an image is what one result sees: then nothing has to be written down.
inline bool sees_itself(kernels::conv2d_extents const& e) {
  auto const itself = [](kernels::seen_extents const& s) {
    return s.size == 1 && s.step == 1 && s.before == 0 && s.count == s.n;
  };
  return itself(e.rows) && itself(e.columns);
}

// f(first, last) for pieces of all rows of results
template <class F>
void each_piece(kernels::conv2d_extents const& e, extent_t most_numbers, F const& f) {
  extent_t const rows = e.images * e.rows.count, numbers = std::max<extent_t>(e.columns.count * seen_numbers(e), 1);
  extent_t const together = std::max<extent_t>(most_numbers / numbers, 1);
  for (extent_t first = 0; first < rows; first += together) f(first, std::min(first + together, rows));
}

// What the results of rows [first, last) see: [last - first, columns.count, rows.size, run]. A line of threads for each run.
template <class T, class I>
__global__ void write_seen_kernel(kernels::conv2d_extents e, extent_t first, extent_t runs, T const* x, T* seen) {
  extent_t const number = extent_t(blockIdx.x) * blockDim.y + threadIdx.y;
  if (number >= runs) return;
  I const K = I(e.rows.size), width = I(e.columns.count), height = I(e.rows.count), run = I(e.run());
  I const result = I(number) / K, k = I(number) - result * K, line = result / width, column = result - line * width;
  I const row_of_all = I(first) + line, image = row_of_all / height, row = row_of_all - image * height;
  I const at = row * I(e.rows.step) - I(e.rows.before) + k, size = I(e.columns.n * e.channels);
  I const left = (column * I(e.columns.step) - I(e.columns.before)) * I(e.channels);
  bool const inside = at >= 0 && at < I(e.rows.n);
  extent_t const from = (extent_t(image) * e.rows.n + at) * size + left;
  for (I i = I(threadIdx.x); i < run; i += I(blockDim.x))
    seen[number * run + i] = inside && left + i >= 0 && left + i < size ? x[from + i] : T(0);
}
template <class T>
void write_seen(char const* operation, kernels::conv2d_extents const& e, extent_t first, extent_t last, T const* x,
                T* seen) {
  extent_t const runs = (last - first) * e.columns.count * e.rows.size;
  if (runs * e.run() <= 0) return;
  unsigned const across = std::min(std::bit_ceil(static_cast<unsigned>(std::min<extent_t>(e.run(), 128))), 128u);
  extent_t const lines = 256 / across;
  extents_of_launch const grid{dim3(static_cast<unsigned>((runs + lines - 1) / lines)), dim3(across, unsigned(lines))};
  with_index(std::max({runs * e.run(), e.images * e.rows.count, e.image()}), [&](auto index) {
    launch(operation, write_seen_kernel<T, decltype(index)>, grid, e, first, runs, x, seen);
  });
}

// The results along one axis that see position `at`: [first, last)
template <class I>
struct seeing {
  I first, last;
  __device__ seeing(kernels::seen_extents const& s, I at) {
    I const step = I(s.step), reach = at + I(s.before), before_first = reach - I(s.size);
    first = before_first < 0 ? 0 : before_first / step + 1;
    last = reach / step + 1;
    if (last > I(s.count)) last = I(s.count);
  }
};

// Each number of images [first_image, ...) gets from `seen`, which lies as write_seen writes it, what the results of rows
// [first, last) that see it pass on. It is added to what pieces before have given or, if `add`, to what was there.
template <class T, class I>
__global__ void gather_seen_kernel(kernels::conv2d_extents e, extent_t first_image, extent_t first, extent_t last,
                                   I elements, T const* seen, T* dx, bool add) {
  extent_t const element = element_of_thread();
  if (element >= elements) return;
  I const C = I(e.channels), columns = I(e.columns.n), rows = I(e.rows.n), width = I(e.columns.count), run = I(e.run());
  I const position = I(element) / C, channel = I(element) - position * C, line = position / columns,
          column = position - line * columns, image = line / rows, row = line - image * rows;
  extent_t const first_row = (first_image + image) * e.rows.count; // of this image among all rows of results
  seeing<I> down(e.rows, row), across(e.columns, column);
  if (first_row + down.first < first) down.first = I(first - first_row);
  if (first_row + down.last > last) down.last = I(last - first_row);
  T sum = 0;
  for (I r = down.first; r < down.last; ++r) {
    I const k = row + I(e.rows.before) - r * I(e.rows.step);
    for (I c = across.first; c < across.last; ++c) {
      I const i = (column + I(e.columns.before) - c * I(e.columns.step)) * C + channel;
      extent_t const result = (first_row + r - first) * width + c;
      sum += seen[(result * e.rows.size + k) * run + i];
    }
  }
  T& to = dx[first_image * e.image() + element];
  to = add || first > first_row ? to + sum : sum;
}
template <class T>
void gather_seen(char const* operation, kernels::conv2d_extents const& e, extent_t first, extent_t last, T const* seen,
                 T* dx, bool add) {
  extent_t const first_image = first / e.rows.count, last_image = (last - 1) / e.rows.count;
  extent_t const elements = (last_image + 1 - first_image) * e.image();
  if (elements <= 0) return;
  with_index(std::max(elements, seen_numbers(e)), [&](auto index) {
    launch(operation, gather_seen_kernel<T, decltype(index)>, one_thread_each(elements), e, first_image, first, last,
           elements, seen, dx, add);
  });
}

template <class T>
void conv2d_forward(kernels::conv2d_extents const& e, T const* x, T const* w, T const* b, T* y, extent_t most_numbers) {
  if (e.images * e.result() <= 0) return;
  char const* const operation = "conv2d_forward";
  extent_t const width = e.columns.count, O = e.filters, K = seen_numbers(e);
  if (sees_itself(e))
    return product<T>(operation, {1, e.images * e.rows.count * width, O, K}, {x, K, 0}, {w, O, 0}, {y, O, 0}, false, b);
  each_piece(e, most_numbers, [&](extent_t first, extent_t last) {
    extent_t const results = (last - first) * width;
    scratch workspace;
    T* const seen = workspace.take<T>(results * K);
    write_seen(operation, e, first, last, x, seen);
    product<T>(operation, {1, results, O, K}, {seen, K, 0}, {w, O, 0}, {y + first * width * O, O, 0}, false, b);
  });
}

template <class T>
void conv2d_backward_input(kernels::conv2d_extents const& e, T const* w, T const* dy, T* dx, bool add,
                           extent_t most_numbers) {
  char const* const operation = "conv2d_backward_input";
  extent_t const width = e.columns.count, O = e.filters, K = seen_numbers(e), all = e.images * e.image();
  if (all <= 0) return;
  if (e.result() <= 0) { // nobody sees anything
    if (!add) check(cudaMemsetAsync(dx, 0, static_cast<std::size_t>(all) * sizeof(T), stream()), operation);
    return;
  }
  if (sees_itself(e))
    return product<T>(operation, {1, e.images * e.rows.count * width, K, O}, {dy, O, 0}, {w, O, 0, true}, {dx, K, 0},
                      add);
  each_piece(e, most_numbers, [&](extent_t first, extent_t last) {
    extent_t const results = (last - first) * width;
    scratch workspace;
    T* const seen = workspace.take<T>(results * K);
    product<T>(operation, {1, results, K, O}, {dy + first * width * O, O, 0}, {w, O, 0, true}, {seen, K, 0}, false);
    gather_seen(operation, e, first, last, seen, dx, add);
  });
}

template <class T>
void conv2d_backward_kernel(kernels::conv2d_extents const& e, T const* x, T const* dy, T* dw, extent_t most_numbers) {
  if (e.images * e.result() <= 0) return;
  char const* const operation = "conv2d_backward_kernel";
  extent_t const width = e.columns.count, O = e.filters, K = seen_numbers(e);
  if (sees_itself(e))
    return product<T>(operation, {1, K, O, e.images * e.rows.count * width}, {x, K, 0, true}, {dy, O, 0}, {dw, O, 0},
                      true);
  each_piece(e, most_numbers, [&](extent_t first, extent_t last) {
    extent_t const results = (last - first) * width;
    scratch workspace;
    T* const seen = workspace.take<T>(results * K);
    write_seen(operation, e, first, last, x, seen);
    product<T>(operation, {1, K, O, results}, {seen, K, 0, true}, {dy + first * width * O, O, 0}, {dw, O, 0}, true);
  });
}

} // namespace detail

// y[images,rows.count,columns.count,O] = x[images,rows.n,columns.n,C] seen through w[rows.size,columns.size,C,O], + b[O]
template <class T>
void conv2d_forward(device, kernels::conv2d_extents const& e, T const* x, T const* w, T const* b, T* y) {
  detail::conv2d_forward(e, x, w, b, y, detail::most_seen_numbers);
}

// dx (+ dx, if add): each number of an image gets what all that saw it pass on
template <class T>
void conv2d_backward_input(device, kernels::conv2d_extents const& e, T const* w, T const* dy, T* dx, bool add) {
  detail::conv2d_backward_input(e, w, dy, dx, add, detail::most_seen_numbers);
}

// dw += what was seen, by the gradient of what came of it
template <class T>
void conv2d_backward_kernel(device, kernels::conv2d_extents const& e, T const* x, T const* dy, T* dw) {
  detail::conv2d_backward_kernel(e, x, dy, dw, detail::most_seen_numbers);
}

} // namespace sp::gpu
