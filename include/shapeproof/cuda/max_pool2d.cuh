// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/pool2d_extents.hpp"
#include "device.hpp"
#include "launch.cuh"
#include "one_thread_each.cuh"

// The greatest of each window of an image, and its gradient.
namespace sp::gpu {

namespace detail {

// Of thread number `element` of [outer, down, across, inner]: where its window begins.
template <class I>
__device__ I window_corner(kernels::pool2d_extents const& e, I element) {
  I const inner = I(e.inner), across = I(e.across()), down = I(e.down());
  I const window = element / inner, row = window / across, image = row / down;
  I const top = image * I(e.rows) + (row - image * down) * I(e.height);
  return (top * I(e.columns) + (window - row * across) * I(e.width)) * inner + element - window * inner;
}

template <class T, class I>
__global__ void max_pool2d_kernel(kernels::pool2d_extents e, I elements, T const* x, T* y) {
  extent_t const element = element_of_thread();
  if (element >= elements) return;
  T const* const from = x + window_corner(e, I(element));
  T best = *from;
  for (int row = 0; row < e.height; ++row)
    for (int column = 0; column < e.width; ++column) {
      T const one = from[(row * I(e.columns) + column) * I(e.inner)];
      if (one > best || one != one) best = one;
    }
  y[element] = best;
}

template <class T, class I>
__global__ void max_pool2d_backward_kernel(kernels::pool2d_extents e, I elements, T const* x, T const* y, T const* dy,
                                           T* dx, bool add) {
  extent_t const element = element_of_thread();
  if (element >= elements) return;
  I const corner = window_corner(e, I(element));
  T const best = y[element];
  T rest = dy[element]; // what has not found its place yet
  for (int row = 0; row < e.height; ++row)
    for (int column = 0; column < e.width; ++column) {
      I const at = corner + (row * I(e.columns) + column) * I(e.inner);
      T const one = x[at];
      bool const here = one == best || (one != one && best != best);
      T const d = here ? rest : T(0);
      dx[at] = add ? dx[at] + d : d;
      if (here) rest = 0;
    }
}

} // namespace detail

// x [outer, rows, columns, inner] -> y [outer, down, across, inner]. NaN counts as greatest, so that it is not lost.
template <class T>
void max_pool2d(device, kernels::pool2d_extents const& e, T const* x, T* y) {
  extent_t const elements = e.outer * e.down() * e.across() * e.inner;
  if (elements <= 0) return;
  detail::with_index(e.outer * e.rows * e.columns * e.inner, [&](auto index) {
    using I = decltype(index);
    launch("max_pool2d", detail::max_pool2d_kernel<T, I>, detail::one_thread_each(elements), e, elements, x, y);
  });
}

// dx (+ dx, if add): all of dy to the first position of each window that has the greatest
template <class T>
void max_pool2d_backward(device, kernels::pool2d_extents const& e, T const* x, T const* y, T const* dy, T* dx,
                         bool add) {
  char const* const operation = "max_pool2d_backward";
  extent_t const elements = e.outer * e.down() * e.across() * e.inner;
  extent_t const all = e.outer * e.rows * e.columns * e.inner;
  bool const leaves_some_over = e.rows % e.height != 0 || e.columns % e.width != 0;
  if (all > 0 && !add && leaves_some_over)
    check(cudaMemsetAsync(dx, 0, static_cast<std::size_t>(all) * sizeof(T), stream()), operation);
  if (elements <= 0) return;
  detail::with_index(all, [&](auto index) {
    using I = decltype(index);
    launch(operation, detail::max_pool2d_backward_kernel<T, I>, detail::one_thread_each(elements), e, elements, x, y,
           dy, dx, add);
  });
}

} // namespace sp::gpu
