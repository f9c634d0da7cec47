// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "bfloat16_gemm.hpp"

// How products are made with weights W: in the type of the weights, or in pairs of bf16 whose sums are float.
namespace sp::cpu::detail {

template <class W>
struct weight_factors {
  using factor = W;
  // So many rows use a weight as it lies: to pack it would cost more than it gains.
  static constexpr extent_t few_rows = 64;
  // The number of factors that K numbers are.
  static extent_t depth(extent_t K) { return K; }
  // The rows r of A, K numbers each, as the left side of a product; r then says where they are.
  static W const* of(scratch&, gemm_rows&, extent_t, W const* A) { return A; }
  // n numbers that sums begin with.
  static W const* sums(scratch&, extent_t, W const* bias) { return bias; }
};
template <>
struct weight_factors<bf16> {
  using factor = bf16_pair;
  static constexpr extent_t few_rows = 16; // pairs are made anew for each tile of rows
  static extent_t depth(extent_t K) { return pairs_of(K); }
  static bf16_pair const* of(scratch& workspace, gemm_rows& r, extent_t K, float const* A) {
    auto* const left = workspace.take<bf16_pair>(r.blocks * r.rows * pairs_of(K));
    for (extent_t block = 0; block < r.blocks; ++block)
      round_to_pairs(r.rows, K, A + block * r.a_block, r.lda, left + block * r.rows * pairs_of(K));
    r.lda = pairs_of(K), r.a_block = r.rows * pairs_of(K);
    return left;
  }
  static float const* sums(scratch& workspace, extent_t n, bf16 const* bias) {
    auto* const start = workspace.take<float>(n);
    for (extent_t i = 0; i < n; ++i) start[i] = static_cast<float>(bias[i]);
    return start;
  }
};

} // namespace sp::cpu::detail
