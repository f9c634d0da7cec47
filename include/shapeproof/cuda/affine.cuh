// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "device.hpp"
#include "product.cuh"

#include <algorithm>

// y = x w + b and its gradients. Matrices are row-major and dense.
namespace sp::gpu {

namespace detail {

inline constexpr extent_t column_sums_threads = 256;

// How many columns a block sums up: consecutive threads read consecutive numbers, also where rows are short.
inline extent_t column_sums_width(extent_t columns) { return std::min<extent_t>(columns, 32); }

// out[parts,columns] = sums of x[rows,columns] over the rows of each part (+ out, if add). Block: part blockIdx.y, some columns.
template <class T>
__global__ void column_sums_kernel(extent_t rows, extent_t columns, extent_t width, extent_t rows_of_part, T const* x,
                                   T* out, bool add) {
  SHAPEPROOF_SHARED_FIXED(T, sums, column_sums_threads);
  int const t = int(threadIdx.x), across = int(width), down = int(column_sums_threads) / across;
  int const row = t / across;
  extent_t const column = extent_t(blockIdx.x) * width + t % across, part = blockIdx.y;
  bool const here = row < down && column < columns;
  T sum = 0;
  if (here) {
    extent_t const end = rows - part * rows_of_part < rows_of_part ? rows : (part + 1) * rows_of_part;
    for (extent_t i = part * rows_of_part + row; i < end; i += down) sum += x[i * columns + column];
  }
  sums[t] = sum;
  for (int n = down; n > 1;) {
    int const half = (n + 1) / 2;
    __syncthreads();
    if (row + half < n) sums[t] += sums[t + half * across];
    n = half;
  }
  if (here && row == 0) {
    T& to = out[part * columns + column];
    to = add ? to + sums[t] : sums[t];
  }
}
template <class T>
void column_sums(char const* operation, extent_t rows, extent_t columns, extent_t parts, T const* x, T* out, bool add) {
  extent_t const width = column_sums_width(columns), rows_of_part = (rows + parts - 1) / parts;
  dim3 const grid(static_cast<unsigned>((columns + width - 1) / width), static_cast<unsigned>(parts));
  launch(operation, column_sums_kernel<T>, {grid, dim3(unsigned(column_sums_threads))}, rows, columns, width,
         rows_of_part, x, out, add);
}

} // namespace detail

// y[M,O] = x[M,I] w[I,O] + b[O]; b may be null
template <class T>
void affine_forward(device, extent_t M, extent_t I, extent_t O, T const* x, T const* w, T const* b, T* y) {
  product<T>("affine_forward", {1, M, O, I}, {x, I, 0}, {w, O, 0}, {y, O, 0}, false, b);
}

// dx[M,I] = dy[M,O] w[I,O]^T (+ dx, if add)
template <class T>
void affine_backward_input(device, extent_t M, extent_t I, extent_t O, T const* w, T const* dy, T* dx, bool add) {
  product<T>("affine_backward_input", {1, M, I, O}, {dy, O, 0}, {w, O, 0, true}, {dx, I, 0}, add);
}

// dw[I,O] += x[M,I]^T dy[M,O]
template <class T>
void affine_backward_weight(device, extent_t M, extent_t I, extent_t O, T const* x, T const* dy, T* dw) {
  product<T>("affine_backward_weight", {1, I, O, M}, {x, I, 0, true}, {dy, O, 0}, {dw, O, 0}, true);
}

// db[O] += sum over M of dy[M,O]. The order of the sum depends on the extents alone.
template <class T>
void affine_backward_bias(device, extent_t M, extent_t O, T const* dy, T* db) {
  if (M <= 0 || O <= 0) return;
  char const* const operation = "affine_backward_bias";
  extent_t const together = detail::column_sums_threads / detail::column_sums_width(O);
  extent_t const parts = std::clamp<extent_t>(M / (16 * together), 1, 256);
  if (parts == 1) return detail::column_sums(operation, M, O, 1, dy, db, true);
  scratch workspace;
  T* const sums = workspace.take<T>(parts * O);
  detail::column_sums(operation, M, O, parts, dy, sums, false);
  detail::column_sums<T>(operation, parts, O, 1, sums, db, true);
}

} // namespace sp::gpu
