// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/arena.hpp"
#include "gemm_tile.hpp"

#include <algorithm>
#include <cstring>

// Matrix products by a packed micro-kernel. Matrices are row-major; "ld" is the distance of two rows in elements.
// Every element of a result is summed over k in ascending order, whatever the other extents are: a row's result depends
// neither on the number of rows nor on its position, bit for bit.
namespace sp::cpu {

// The length of a packed row of n columns: whole panels.
template <class T>
constexpr extent_t padded_columns(extent_t n) {
  return (n + panel_columns<T> - 1) / panel_columns<T> * panel_columns<T>;
}

namespace detail {

// B[K,N] -> packed[ceil(N / Panel)][K][Panel], filled with zeros; with `rows`, row k is row rows[k] of B
template <extent_t Panel, class T>
void pack_panels(extent_t K, extent_t N, T const* B, extent_t ldb, T* packed, extent_t const* rows) {
  for (extent_t n = 0; n < N; n += Panel) {
    extent_t const columns = std::min(Panel, N - n);
    for (extent_t k = 0; k < K; ++k, packed += Panel) {
      T const* const from = B + (rows != nullptr ? rows[k] : k) * ldb + n;
      if (columns == Panel)
        std::memcpy(packed, from, sizeof(T) * Panel);
      else
        for (extent_t j = 0; j < Panel; ++j) packed[j] = j < columns ? from[j] : T(0);
    }
  }
}

} // namespace detail

// B[K,N] -> packed[padded_columns(N) / panel][K][panel]. Filled with zeros. To pack only the columns [n, N) of B, with n
// a multiple of panel_columns<T>: pack(K, N - n, B + n, ldb, packed + n * K).
template <class T>
void pack(extent_t K, extent_t N, T const* B, extent_t ldb, T* packed) {
  detail::pack_panels<panel_columns<T>>(K, N, B, ldb, packed, nullptr);
}

// As pack, of a matrix B[K,N] that is stored transposed: Bt[N,K].
template <class T>
void pack_transposed(extent_t K, extent_t N, T const* Bt, extent_t ld, T* packed) {
  constexpr extent_t panel = panel_columns<T>, block = 16;
  for (extent_t n = 0; n < N; n += panel, packed += K * panel) {
    extent_t const columns = std::min(panel, N - n);
    for (extent_t k0 = 0; k0 < K; k0 += block) {
      extent_t const k1 = std::min(K, k0 + block);
      for (extent_t j = 0; j < panel; ++j)
        for (extent_t k = k0; k < k1; ++k) packed[k * panel + j] = j < columns ? Bt[(n + j) * ld + k] : T(0);
    }
  }
}

// The rows of the left side and of the result: `blocks` blocks of `rows` rows each. Within a block rows are lda and ldc
// apart, and blocks are a_block and c_block apart: a share of the batch over several time steps is one product.
struct gemm_rows {
  extent_t rows, lda, ldc;
  extent_t blocks = 1, a_block = 0, c_block = 0;
};

// C[M,N] = A[M,K] B[K,N] (+ C, if add) (+ bias[N] in every row, if not null and not add); B packed
template <class Factor>
void gemm(gemm_rows r, extent_t N, extent_t K, Factor const* A, Factor const* packed, detail::sum_of<Factor>* C,
          bool add, detail::sum_of<Factor> const* bias = nullptr) {
  constexpr extent_t panel = panel_columns<Factor>;
  if (r.rows <= 0 || r.blocks <= 0 || N <= 0) return;
  if (K == 0) A = packed = reinterpret_cast<Factor const*>(C); // nothing is read, and a null pointer must not be moved
  if (r.rows == 1 && r.blocks > 1) r = {r.blocks, r.a_block, r.c_block};
  if (r.blocks > 1 && r.a_block == r.rows * r.lda && r.c_block == r.rows * r.ldc) r = {r.rows * r.blocks, r.lda, r.ldc};
  extent_t k0 = 0;
  do { // once also for K == 0
    extent_t const k = std::min(detail::k_block, K - k0);
    detail::tile_operands<Factor> t{k, A + k0, r.lda, packed + k0 * panel, panel, K * panel, C, r.ldc, nullptr, 0};
    if (add || k0 > 0)
      t.start = C, t.start_step = r.ldc;
    else
      t.start = bias;
    for (extent_t m = 0; m < r.rows; m += detail::m_block) {
      detail::tiles<false>(t, std::min(detail::m_block, r.rows - m), N,
                           {tile_rows * r.lda, r.blocks, r.a_block, r.c_block});
      t.A += detail::m_block * r.lda;
      t.C += detail::m_block * r.ldc;
      if (t.start != nullptr) t.start += detail::m_block * t.start_step;
    }
    k0 += k;
  } while (k0 < K);
}

// C[M,N] = A[M,K] B[K,N] (+ C, if add) (+ bias[N] in every row, if not null and not add); B as it is, which saves the
// packing where M is small. TransposedA: A is stored as [K,M]. The same bits as gemm.
template <bool TransposedA, class T>
void gemm_unpacked(extent_t M, extent_t N, extent_t K, T const* A, extent_t lda, T const* B, extent_t ldb, T* C,
                   extent_t ldc, bool add, T const* bias = nullptr) {
  constexpr extent_t panel = panel_columns<T>;
  if (M <= 0 || N <= 0) return;
  if (K == 0) A = B = C; // nothing is read, and a null pointer must not be moved
  scratch workspace;
  extent_t const whole = N / panel * panel;
  T* const last_panel = workspace.take<T>(whole < N ? panel * std::min(K, detail::k_block) : 0);
  extent_t k0 = 0;
  do {
    extent_t const k = std::min(detail::k_block, K - k0);
    T const* const start = add || k0 > 0 ? C : bias;
    detail::tile_operands<T> t{k,     A + k0 * (TransposedA ? lda : 1), lda, B + k0 * ldb, ldb, panel, C, ldc,
                               start, add || k0 > 0 ? ldc : 0};
    detail::tile_order const order{tile_rows * (TransposedA ? 1 : lda)};
    detail::tiles<TransposedA>(t, M, whole, order);
    if (whole < N) {
      pack(k, N - whole, B + k0 * ldb + whole, ldb, last_panel);
      t.B = last_panel, t.b_step = panel;
      t.C += whole;
      if (t.start != nullptr) t.start += whole;
      detail::tiles<TransposedA>(t, M, N - whole, order);
    }
    k0 += k;
  } while (k0 < K);
}

// C[M,N] += A[K,M]^T B[K,N]: the gradient of a weight. With `rows`, K positions, only those rows of A and B are summed;
// with `rows_of_b` too, row rows[k] of A meets row rows_of_b[k] of B.
template <class T>
void gemm_tn(extent_t M, extent_t N, extent_t K, T const* A, extent_t lda, T const* B, extent_t ldb, T* C, extent_t ldc,
             extent_t const* rows = nullptr, extent_t const* rows_of_b = nullptr) {
  constexpr extent_t panel = panel_columns<T>, tile = tile_rows;
  if (M <= 0 || N <= 0) return;
  scratch workspace;
  extent_t const k_most = std::min(detail::k_block, K);
  T* const packed_a = workspace.take<T>((M + tile - 1) / tile * tile * k_most);
  T* const packed_b = workspace.take<T>(padded_columns<T>(N) * k_most);
  for (extent_t k0 = 0; k0 < K; k0 += detail::k_block) {
    extent_t const k_here = std::min(detail::k_block, K - k0);
    if (rows == nullptr) {
      detail::pack_panels<tile>(k_here, M, A + k0 * lda, lda, packed_a, nullptr);
      detail::pack_panels<panel>(k_here, N, B + k0 * ldb, ldb, packed_b, nullptr);
    } else {
      detail::pack_panels<tile>(k_here, M, A, lda, packed_a, rows + k0);
      detail::pack_panels<panel>(k_here, N, B, ldb, packed_b, (rows_of_b != nullptr ? rows_of_b : rows) + k0);
    }
    for (extent_t m0 = 0; m0 < M; m0 += detail::m_block) {
      extent_t const m1 = std::min(m0 + detail::m_block, M);
      for (extent_t n = 0; n < N; n += panel) {
        T* const c = C + m0 * ldc + n;
        detail::packed_tiles<T>({k_here, packed_a + m0 * k_here, tile, packed_b + n * k_here, panel, 0, c, ldc, c, ldc},
                                m1 - m0, std::min(panel, N - n), {tile * k_here});
      }
    }
  }
}

} // namespace sp::cpu
