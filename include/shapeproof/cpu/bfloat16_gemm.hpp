// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "bfloat16_pair.hpp"
#include "gemm.hpp"

// Products with weights in bf16. The left side is rounded to bf16 before; sums are float. As in gemm.hpp, every element of a
// result is summed in the same order, whatever the other extents are.
namespace sp::cpu {

// The number of pairs that hold K numbers; the last one may be half empty.
constexpr extent_t pairs_of(extent_t K) { return (K + 1) / 2; }

// x [rows, K], rows ld apart -> to [rows, pairs_of(K)], rounded to nearest
inline void round_to_pairs(extent_t rows, extent_t K, float const* x, extent_t ld, bf16_pair* to) {
  for (extent_t row = 0; row < rows; ++row, x += ld, to += pairs_of(K)) {
    for (extent_t k = 0; k < K / 2; ++k) to[k] = {bf16(x[2 * k]), bf16(x[2 * k + 1])};
    if (K % 2 != 0) to[K / 2] = {bf16(x[K - 1]), bf16()};
  }
}

// As pack, of a weight B[K,N]: packed[padded_columns(N) / panel][pairs_of(K)][panel].
inline void pack(extent_t K, extent_t N, bf16 const* B, extent_t ldb, bf16_pair* packed) {
  constexpr extent_t panel = panel_columns<bf16_pair>;
  for (extent_t n = 0; n < N; n += panel) {
    extent_t const columns = std::min(panel, N - n);
    for (extent_t k = 0; k < K; k += 2, packed += panel) {
      bf16 const* const first = B + k * ldb + n;
      bf16 const* const second = k + 1 < K ? first + ldb : nullptr;
      for (extent_t j = 0; j < columns; ++j) packed[j] = {first[j], second != nullptr ? second[j] : bf16()};
      for (extent_t j = columns; j < panel; ++j) packed[j] = {};
    }
  }
}

// C[M,N] = A B[K,N] (+ C, if add) (+ bias[N] in every row, if not null and not add); A [M, pairs_of(K)], rows lda apart; B as
// it is, which saves the packing where M is small. The same bits as gemm.
template <bool TransposedA>
  requires(!TransposedA)
void gemm_unpacked(extent_t M, extent_t N, extent_t K, bf16_pair const* A, extent_t lda, bf16 const* B, extent_t ldb,
                   float* C, extent_t ldc, bool add, float const* bias = nullptr) {
  constexpr extent_t panel = panel_columns<bf16_pair>;
  if (M <= 0 || N <= 0) return;
  scratch workspace;
  extent_t const whole = N / panel * panel;
  detail::tile_order const order{tile_rows * lda};
  for (extent_t k0 = 0; k0 < K / 2; k0 += detail::k_block) {
    detail::tile_operands<bf16_pair, bf16> t{std::min(detail::k_block, K / 2 - k0),
                                             A + k0,
                                             lda,
                                             B + 2 * k0 * ldb,
                                             2 * ldb,
                                             panel,
                                             C,
                                             ldc,
                                             add || k0 > 0 ? C : bias,
                                             add || k0 > 0 ? ldc : 0};
    detail::tiles<false>(t, M, whole, order);
  }
  // What is no whole pair of rows, or no whole panel, is packed.
  if (K % 2 != 0 || K == 0) {
    bf16_pair* const last_row = workspace.take<bf16_pair>(whole);
    pack(K % 2, whole, B + (K - K % 2) * ldb, ldb, last_row);
    gemm<bf16_pair>({M, lda, ldc}, whole, K % 2, A + K / 2, last_row, C, add || K > 1, bias);
  }
  if (whole < N) {
    bf16_pair* const last_panel = workspace.take<bf16_pair>(panel * pairs_of(K));
    pack(K, N - whole, B + whole, ldb, last_panel);
    gemm<bf16_pair>({M, lda, ldc}, N - whole, pairs_of(K), A, last_panel, C + whole, add,
                    bias != nullptr ? bias + whole : nullptr);
  }
}

} // namespace sp::cpu
