// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "gemm.hpp"
#include "parallel.hpp"
#include "unroll.hpp"
#include "weight_factors.hpp"

#include <algorithm>
#include <type_traits>

// y = x w + b and its gradients. Matrices are row-major and dense.
namespace sp::cpu {

namespace detail {

inline constexpr extent_t gemm_enough = extent_t(1) << 19; // multiplications from which threads pay

// f(first, last) on shares of the M rows of a product of M N K multiplications, in whole tiles as long as each share has
// several of them.
template <class F>
void parallel_rows(extent_t M, extent_t N, extent_t K, F const& f) {
  extent_t const step = M >= 4 * tile_rows * most_parts() ? tile_rows : M >= 8 * most_parts() ? 4 : 1;
  parallel_ranges(M, step, M * N * K < gemm_enough ? M + 1 : 0, f);
}

// gemm_tn by several threads, each with some columns of C or, if these are few, with some of its rows.
template <class T>
void parallel_gemm_tn(extent_t M, extent_t N, extent_t K, T const* A, extent_t lda, T const* B, extent_t ldb, T* C,
                      extent_t ldc, extent_t const* rows = nullptr) {
  constexpr extent_t panel = panel_columns<T>;
  bool const little = M * N * K < gemm_enough;
  if (N >= 2 * panel * most_parts() || N > M)
    parallel_ranges(N, panel, little ? N + 1 : 0, [&](extent_t first, extent_t last) {
      gemm_tn(M, last - first, K, A, lda, B + first, ldb, C + first, ldc, rows);
    });
  else
    parallel_ranges(M, tile_rows, little ? M + 1 : 0, [&](extent_t first, extent_t last) {
      gemm_tn(last - first, N, K, A + first, lda, B, ldb, C + first * ldc, ldc, rows);
    });
}

// f(first, last, packed) on shares of M rows, after packing a matrix of K rows and N columns by `pack_columns(first, last,
// packed)`: its columns [first, last), to where the whole packed matrix has them.
template <class T, class Pack, class F>
void parallel_packed(extent_t M, extent_t N, extent_t K, Pack const& pack_columns, F const& f) {
  scratch workspace;
  T* const packed = workspace.take<T>(padded_columns<T>(N) * K);
  parallel_ranges(N, panel_columns<T>, M * N * K < gemm_enough ? N + 1 : 0,
                  [&](extent_t first, extent_t last) { pack_columns(first, last, packed + first * K); });
  parallel_rows(M, N, K, [&](extent_t first, extent_t last) { f(first, last, packed); });
}

// C[M,N] = A[M,K] B[K,N] (+ C, if add) (+ bias[N] in every row, if not null and not add) by several threads.
template <class T, class W>
void parallel_product(extent_t M, extent_t N, extent_t K, T const* A, extent_t lda, W const* B, extent_t ldb, T* C,
                      extent_t ldc, bool add, W const* bias) {
  using to = weight_factors<W>;
  using factor = typename to::factor;
  scratch workspace;
  T const* const start = bias != nullptr ? to::sums(workspace, N, bias) : nullptr;
  if (M > to::few_rows && K * N > 4096)
    return parallel_packed<factor>(
        M, N, to::depth(K),
        [&](extent_t first, extent_t last, factor* packed) { pack(K, last - first, B + first, ldb, packed); },
        [&](extent_t first, extent_t last, factor const* packed) {
          scratch mine;
          gemm_rows rows{last - first, lda, ldc};
          auto const* const left = to::of(mine, rows, K, A + first * lda);
          gemm<factor>(rows, N, to::depth(K), left, packed, C + first * ldc, add, start);
        });
  gemm_rows rows{M, lda, ldc};
  auto const* const left = to::of(workspace, rows, K, A);
  auto const part = [&](extent_t m, extent_t m_end, extent_t n, extent_t n_end) {
    gemm_unpacked<false>(m_end - m, n_end - n, K, left + m * rows.lda, rows.lda, B + n, ldb, C + m * ldc + n, ldc, add,
                         start != nullptr ? start + n : nullptr);
  };
  // Each thread reads its own part of B, unless that is too narrow.
  constexpr extent_t panel = panel_columns<factor>;
  if (N < 2 * panel * most_parts())
    parallel_rows(M, N, K, [&](extent_t first, extent_t last) { part(first, last, 0, N); });
  else
    parallel_ranges(N, panel, M * N * K < gemm_enough ? N + 1 : 0,
                    [&](extent_t first, extent_t last) { part(0, M, first, last); });
}

} // namespace detail

// y[M,O] = x[M,I] w[I,O] + b[O]; b may be null
template <class T, class W>
void affine_forward(device, extent_t M, extent_t I, extent_t O, T const* x, W const* w,
                    std::type_identity_t<W> const* b, T* y) {
  detail::parallel_product(M, O, I, x, I, w, O, y, O, false, b);
}

// dx[M,I] = dy[M,O] w[I,O]^T (+ dx, if add)
template <class T>
void affine_backward_input(device, extent_t M, extent_t I, extent_t O, T const* w, T const* dy, T* dx, bool add) {
  detail::parallel_packed<T>(
      M, I, O,
      [&](extent_t first, extent_t last, T* packed) { pack_transposed(O, last - first, w + first * O, O, packed); },
      [&](extent_t first, extent_t last, T const* packed) {
        gemm<T>({last - first, O, I}, I, O, dy + first * O, packed, dx + first * I, add);
      });
}

// dw[I,O] += x[M,I]^T dy[M,O]; with `rows`, M positions, only those rows of x and dy are summed
template <class T>
void affine_backward_weight(device, extent_t M, extent_t I, extent_t O, T const* x, T const* dy, T* dw,
                            extent_t const* rows = nullptr) {
  detail::parallel_gemm_tn(I, O, M, x, I, dy, O, dw, O, rows);
}

// db[O] += sum over M of dy[M,O]
template <class T>
void affine_backward_bias(device, extent_t M, extent_t O, T const* dy, T* db) {
  constexpr extent_t W = width<T>, together = 4;
  parallel_ranges(O, W, M * O < 65536 ? O + 1 : 0, [&](extent_t first, extent_t last) {
    extent_t const whole = last - (last - first) % (together * W);
    for (extent_t j = first; j < whole; j += together * W) {
      vec<T> sums[together] = {};
      for (extent_t m = 0; m < M; ++m) {
        SHAPEPROOF_UNROLL(4)
        for (int v = 0; v < together; ++v) sums[v] += load(dy + m * O + j + v * W);
      }
      for (int v = 0; v < together; ++v) store<T>(db + j + v * W, load(db + j + v * W) + sums[v]);
    }
    for (extent_t j = whole; j < last; ++j) {
      T sum = 0;
      for (extent_t m = 0; m < M; ++m) sum += dy[m * O + j];
      db[j] += sum;
    }
  });
}

} // namespace sp::cpu
