// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../tape/arena.hpp"
#include "gemm.hpp"
#include "parallel_for.hpp"

// Products of a batch of matrices, and their gradients. The left matrices lie as [M, K]; the right ones as [K, N], or
// transposed as [N, K]. All rows are whole: leading dimensions are the extents.
namespace sp::cpu {

struct product_extents {
  extent_t batch = 1, M = 1, N = 1, K = 1;
  bool transposed = false; // the right matrices lie as [N, K]
};

namespace detail {

// Calls one(b) for each matrix of the batch, side by side.
template <class F>
void each_matrix(product_extents const& e, F const& one) {
  parallel_for(e.batch, e.M * e.N * e.K / 8, [&](extent_t first, extent_t last) {
    for (extent_t b = first; b < last; ++b) one(b);
  });
}

// Packs B[K,N], or B given as its transpose; threads share the panels.
template <class T>
void pack_shared(extent_t K, extent_t N, T const* B, bool transposed, T* packed) {
  parallel_for(N, panel_columns<T>, K, [&](extent_t first, extent_t last) {
    if (transposed)
      pack_transposed(K, last - first, B + first * K, K, packed + first * K);
    else
      pack(K, last - first, B + first, N, packed + first * K);
  });
}

// C[M,N] = A[M,K] B (+ C if add) (+ bias), threads sharing the rows.
template <class T>
void rows_times(extent_t M, extent_t N, extent_t K, T const* A, T const* B, bool transposed, T* C, bool add,
                T const* bias) {
  scratch workspace;
  T* packed = workspace.take<T>(padded_columns<T>(N) * K);
  pack_shared(K, N, B, transposed, packed);
  parallel_for(M, tile_rows, N * K / 8, [&](extent_t first, extent_t last) {
    gemm<T>({last - first, K, N}, N, K, A + first * K, packed, C + first * N, add, bias);
  });
}

// C[M,N] = A[K,M]^T B[K,N] (+ C if add), threads sharing the columns.
template <class T>
void transposed_times(extent_t M, extent_t N, extent_t K, T const* A, T const* B, T* C, bool add) {
  if (!add) std::fill_n(C, M * N, T(0));
  parallel_for(N, panel_columns<T>, M * K / 8,
               [&](extent_t first, extent_t last) { gemm_tn(M, last - first, K, A, M, B + first, N, C + first, N); });
}

} // namespace detail

// C[batch,M,N] = A[batch,M,K] B[batch,K,N] (+ bias[N] in every row, if not null)
template <class T>
void product(product_extents const& e, T const* A, T const* B, T* C, T const* bias = nullptr) {
  auto one = [&](extent_t b) {
    detail::rows_times(e.M, e.N, e.K, A + b * e.M * e.K, B + b * e.K * e.N, e.transposed, C + b * e.M * e.N, false,
                       bias);
  };
  if (e.batch == 1)
    one(0);
  else
    detail::each_matrix(e, one);
}

// dA[batch,M,K] = dC[batch,M,N] B^T
template <class T>
void product_backward_left(product_extents const& e, T const* dC, T const* B, T* dA, bool add) {
  auto one = [&](extent_t b) {
    detail::rows_times<T>(e.M, e.K, e.N, dC + b * e.M * e.N, B + b * e.K * e.N, !e.transposed, dA + b * e.M * e.K, add,
                          nullptr);
  };
  if (e.batch == 1)
    one(0);
  else
    detail::each_matrix(e, one);
}

// dB[batch,K,N] = A^T dC, as B lies
template <class T>
void product_backward_right(product_extents const& e, T const* A, T const* dC, T* dB, bool add) {
  auto one = [&](extent_t b) {
    T const* const a = A + b * e.M * e.K;
    T const* const dc = dC + b * e.M * e.N;
    T* const db = dB + b * e.K * e.N;
    if (e.transposed)
      detail::transposed_times(e.N, e.K, e.M, dc, a, db, add);
    else
      detail::transposed_times(e.K, e.N, e.M, a, dc, db, add);
  };
  if (e.batch == 1)
    one(0);
  else
    detail::each_matrix(e, one);
}

// dbias[N] += the sum of the rows of dC[M,N], in one order whatever the number of threads
template <class T>
void add_rows(extent_t M, extent_t N, T const* dC, T* dbias) {
  parallel_for(N, width<T>, M, [&](extent_t first, extent_t last) {
    for (extent_t m = 0; m < M; ++m) {
      T const* const row = dC + m * N;
      extent_t n = first;
      for (; n + width<T> <= last; n += width<T>) store<T>(dbias + n, load(dbias + n) + load(row + n));
      for (; n < last; ++n) dbias[n] += row[n];
    }
  });
}

} // namespace sp::cpu
