// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/matrices.hpp"
#include "affine.hpp"

#include <algorithm>

// Products of a batch of matrices, and their gradients.
namespace sp::cpu {

namespace detail {

// C[M,N] = A[M,K] B[K,N] (+ C, if add). How it is done depends on the extents, the bits do not.
template <class T>
void one_product(extent_t M, extent_t N, extent_t K, kernels::matrices<T const> A, kernels::matrices<T const> B, T* C,
                 extent_t ldc, bool add) {
  constexpr extent_t panel = panel_columns<T>;
  if (!B.transposed && (M <= weight_factors<T>::few_rows || K * N <= 4096)) {
    if (A.transposed) return gemm_unpacked<true>(M, N, K, A.first, A.ld, B.first, B.ld, C, ldc, add);
    return gemm_unpacked<false>(M, N, K, A.first, A.ld, B.first, B.ld, C, ldc, add);
  }
  scratch workspace;
  T* const packed = workspace.take<T>(padded_columns<T>(N) * K);
  if (B.transposed)
    pack_transposed(K, N, B.first, B.ld, packed);
  else
    pack(K, N, B.first, B.ld, packed);
  if (!A.transposed) return gemm<T>({M, A.ld, ldc}, N, K, A.first, packed, C, add);
  for (extent_t n = 0; n < N; n += panel) // a packed panel is a matrix whose rows are one panel apart
    gemm_unpacked<true>(M, std::min(panel, N - n), K, A.first, A.ld, packed + n * K, panel, C + n, ldc, add);
}

// Rows [m, M) of a left side.
template <class T>
kernels::matrices<T> rows_from(kernels::matrices<T> A, extent_t m) {
  A.first += A.transposed ? m : m * A.ld;
  return A;
}

} // namespace detail

// C[batch,M,N] = A[batch,M,K] B[batch,K,N] (+ C, if add). C is not transposed; if its stride is 0 and the batch is not 1, it
// is the sum over the batch.
template <class T>
void batched_product(device, extent_t batch, extent_t M, extent_t N, extent_t K, kernels::matrices<T const> A,
                     kernels::matrices<T const> B, kernels::matrices<T> C, bool add) {
  if (batch > 1 && C.stride == 0) {
    if (!add)
      for (extent_t m = 0; m < M; ++m) std::fill_n(C.first + m * C.ld, N, T(0));
    bool const one_matrix = A.stride == K * A.ld && B.stride == K * B.ld; // the batch only prolongs k
    if (A.transposed && !B.transposed && one_matrix)
      return detail::parallel_gemm_tn(M, N, batch * K, A.first, A.ld, B.first, B.ld, C.first, C.ld);
    return detail::parallel_rows(M, N, K * batch, [&](extent_t first, extent_t last) {
      for (extent_t b = 0; b < batch; ++b) {
        kernels::matrices<T const> const a{A[b], A.ld, 0, A.transposed}, right{B[b], B.ld, 0, B.transposed};
        detail::one_product(last - first, N, K, detail::rows_from(a, first), right, C.first + first * C.ld, C.ld, true);
      }
    });
  }
  if (batch > 1 && B.stride == 0 && !A.transposed && A.stride == M * A.ld && C.stride == M * C.ld)
    M *= batch, batch = 1; // the batch only prolongs the left side
  if (batch == 1 && !A.transposed && !B.transposed)
    return detail::parallel_product<T, T>(M, N, K, A.first, A.ld, B.first, B.ld, C.first, C.ld, add, nullptr);
  if (batch == 1 && !A.transposed)
    return detail::parallel_packed<T>(
        M, N, K,
        [&](extent_t first, extent_t last, T* packed) {
          pack_transposed(K, last - first, B.first + first * B.ld, B.ld, packed);
        },
        [&](extent_t first, extent_t last, T const* packed) {
          gemm<T>({last - first, A.ld, C.ld}, N, K, A.first + first * A.ld, packed, C.first + first * C.ld, add);
        });
  extent_t const tiles = (M + tile_rows - 1) / tile_rows;
  bool const little = batch * M * N * K < detail::gemm_enough;
  // All tiles of rows of all matrices, one matrix after the other.
  parallel_ranges(batch * tiles, 1, little ? batch * tiles + 1 : 0, [&](extent_t first, extent_t last) {
    while (first < last) {
      extent_t const b = first / tiles, until = std::min(last, (b + 1) * tiles);
      extent_t const m = (first - b * tiles) * tile_rows, end = std::min(M, (until - b * tiles) * tile_rows);
      kernels::matrices<T const> const a{A[b], A.ld, 0, A.transposed}, right{B[b], B.ld, 0, B.transposed};
      detail::one_product(end - m, N, K, detail::rows_from(a, m), right, C[b] + m * C.ld, C.ld, add);
      first = until;
    }
  });
}

// The gradient of A, lying as A: dA = dC B^T, or B dC^T if A is transposed. A stride 0 of dA sums over the batch.
template <class T>
void batched_product_backward_left(device, extent_t batch, extent_t M, extent_t N, extent_t K,
                                   kernels::matrices<T const> dC, kernels::matrices<T const> B, kernels::matrices<T> dA,
                                   bool add) {
  bool const transposed = dA.transposed;
  dA.transposed = false;
  if (transposed) {
    dC.transposed = true;
    return batched_product<T>(device{}, batch, K, M, N, B, dC, dA, add);
  }
  B.transposed = !B.transposed;
  batched_product<T>(device{}, batch, M, K, N, dC, B, dA, add);
}

// The gradient of B, lying as B: dB = A^T dC, or dC^T A if B is transposed. A stride 0 of dB sums over the batch.
template <class T>
void batched_product_backward_right(device, extent_t batch, extent_t M, extent_t N, extent_t K,
                                    kernels::matrices<T const> A, kernels::matrices<T const> dC,
                                    kernels::matrices<T> dB, bool add) {
  bool const transposed = dB.transposed;
  dB.transposed = false;
  if (transposed) {
    dC.transposed = true;
    return batched_product<T>(device{}, batch, N, K, M, dC, A, dB, add);
  }
  A.transposed = !A.transposed;
  batched_product<T>(device{}, batch, K, N, M, A, dC, dB, add);
}

} // namespace sp::cpu
