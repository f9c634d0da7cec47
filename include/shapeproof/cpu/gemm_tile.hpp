// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "simd.hpp"
#include "unroll.hpp"

#include <algorithm>

// The inner part of all matrix products: a tile of the result stays in registers while k runs.
namespace sp::cpu {

// Rows of the largest tile, and columns of a tile: with 32 registers 8 x 2 vectors, with 16 registers 6 x 2.
inline constexpr extent_t tile_rows = vector_bytes == 64 ? 8 : 6;
template <class T>
inline constexpr extent_t panel_columns = 2 * width<T>;

namespace detail {

inline constexpr extent_t k_block = 512; // a panel of this depth and a tile's rows stay in the nearest caches
inline constexpr extent_t m_block = 32 * tile_rows; // these rows of A are used on every panel while they are near

// Where the operands of a tile lie. Row i of A at position k is A[i * a_step + k], of a transposed A it is
// A[k * a_step + i]. Panel p of B at position k starts at B + p * panel_step + k * b_step. Row i of the result starts from
// start + i * start_step, or from zero.
template <class T>
struct tile_operands {
  extent_t K;
  T const* A;
  extent_t a_step;
  T const* B;
  extent_t b_step, panel_step;
  T* C;
  extent_t ldc;
  T const* start;
  extent_t start_step;
};

// `count` tiles C[R, P panels] = start + A[R,K] B[K, P panels] below each other, A moving by a_tile. Not inlined: what lives
// around it would push sums out of their registers.
template <class T, bool TransposedA, int R, int P>
[[gnu::noinline]] void tile_column(tile_operands<T> const& t, extent_t count, extent_t a_tile) {
  constexpr int W = width<T>, vectors = 2 * P;
  extent_t const K = t.K, a_step = t.a_step, b_step = t.b_step, panel_step = t.panel_step;
  T const* A = t.A;
  T const* start = t.start;
  T* C = t.C;
  for (; count > 0; --count, A += a_tile, C += R * t.ldc) {
    vec<T> c[R][vectors];
    SHAPEPROOF_UNROLL(16)
    for (int i = 0; i < R; ++i) {
      SHAPEPROOF_UNROLL(8)
      for (int j = 0; j < vectors; ++j) c[i][j] = start != nullptr ? load(start + i * t.start_step + j * W) : vec<T>{};
    }
    // Where the sums will go, or what the next ones start from, is fetched while these are being made.
    T const* const soon = start == C && count > 1 ? C + R * t.ldc : C;
    SHAPEPROOF_UNROLL(16)
    for (int i = 0; i < R; ++i) {
      SHAPEPROOF_UNROLL(8)
      for (int j = 0; j < vectors; ++j) __builtin_prefetch(soon + i * t.ldc + j * W, 1);
    }
    T const* b_row = t.B;
    for (extent_t k = 0; k < K; ++k, b_row += b_step) {
      SHAPEPROOF_UNROLL(8)
      for (int p = 0; p < P; ++p) {
        vec<T> left = load(b_row + p * panel_step), right = load(b_row + p * panel_step + W);
#if defined(__AVX__)
        asm("" : "+v"(left), "+v"(right)); // g++ 12 would load them again for every row: 2x for 4 rows
#endif
        SHAPEPROOF_UNROLL(16)
        for (int i = 0; i < R; ++i) {
          vec<T> const a = splat(TransposedA ? A[k * a_step + i] : A[i * a_step + k]);
          c[i][2 * p] += a * left;
          c[i][2 * p + 1] += a * right;
        }
      }
    }
    SHAPEPROOF_UNROLL(16)
    for (int i = 0; i < R; ++i) {
      SHAPEPROOF_UNROLL(8)
      for (int j = 0; j < vectors; ++j) store<T>(C + i * t.ldc + j * W, c[i][j]);
    }
    if (start != nullptr) start += R * t.start_step;
  }
}

// How tiles follow each other: from one to the next below it A moves by a_tile. Blocks are those of gemm_rows.
struct tile_order {
  extent_t a_tile, blocks = 1, a_block = 0, c_block = 0;
};

// Panels of a tile of R rows: eight sums at once hide the latency, and with 32 registers more use what was loaded again.
template <int R>
constexpr int tile_panels() {
  if (vector_bytes == 64 && R <= 6) return R == 1 ? 8 : R <= 3 ? 4 : 2;
  return R == 1 ? 4 : R <= 3 ? 2 : 1;
}

// `count` tiles of R rows below each other in each block, over N columns. What is left of N beyond whole panels goes
// through a buffer.
template <class T, bool TransposedA, int R>
void tiles_of(tile_operands<T> const& all, extent_t count, extent_t N, tile_order const& order) {
  constexpr extent_t panel = panel_columns<T>;
  constexpr int P = tile_panels<R>();
  auto const operands = [&](extent_t n, extent_t block) {
    tile_operands<T> t = all;
    t.A += block * order.a_block;
    t.B += n / panel * all.panel_step;
    t.C += block * order.c_block + n;
    if (t.start != nullptr) t.start += (t.start_step != 0 ? block * order.c_block : 0) + n;
    return t;
  };
  extent_t n = 0;
  if constexpr (P > 1)
    for (; n + P * panel <= N; n += P * panel)
      for (extent_t block = 0; block < order.blocks; ++block)
        tile_column<T, TransposedA, R, P>(operands(n, block), count, order.a_tile);
  for (; n + panel <= N; n += panel)
    for (extent_t block = 0; block < order.blocks; ++block)
      tile_column<T, TransposedA, R, 1>(operands(n, block), count, order.a_tile);
  if (n == N) return;
  T edge[R * panel_columns<T>] = {}; // beyond N it stays zero, as the packed B is there
  extent_t const columns = N - n;
  for (extent_t block = 0; block < order.blocks; ++block) {
    tile_operands<T> const whole = operands(n, block);
    for (extent_t i = 0; i < count; ++i) {
      tile_operands<T> t = whole;
      T* const c = t.C + i * R * t.ldc;
      t.A += i * order.a_tile;
      t.C = edge, t.ldc = panel;
      if (t.start != nullptr) {
        for (extent_t r = 0; r < R; ++r)
          for (extent_t j = 0; j < columns; ++j) edge[r * panel + j] = t.start[(i * R + r) * t.start_step + j];
        t.start = edge, t.start_step = panel;
      }
      tile_column<T, TransposedA, R, 1>(t, 1, 0);
      for (extent_t r = 0; r < R; ++r)
        for (extent_t j = 0; j < columns; ++j) c[r * whole.ldc + j] = edge[r * panel + j];
    }
  }
}

// The tile of the `rows` rows that are left, at most R.
template <class T, bool TransposedA, int R>
void remaining_tile(tile_operands<T> const& t, extent_t rows, extent_t N, tile_order const& order) {
  if constexpr (R > 0) {
    if (rows == R)
      tiles_of<T, TransposedA, R>(t, 1, N, order);
    else
      remaining_tile<T, TransposedA, R - 1>(t, rows, N, order);
  }
}

// `rows` rows in each block over N columns: large tiles as long as there are rows for them, then one small tile.
template <class T, bool TransposedA>
void tiles(tile_operands<T> t, extent_t rows, extent_t N, tile_order const& order) {
  if (N <= 0) return;
  constexpr int full = int(tile_rows);
  extent_t const whole = rows / full;
  if (whole > 0) {
    tiles_of<T, TransposedA, full>(t, whole, N, order);
    t.A += whole * order.a_tile;
    t.C += whole * full * t.ldc;
    if (t.start != nullptr) t.start += whole * full * t.start_step;
  }
  remaining_tile<T, TransposedA, full - 1>(t, rows % full, N, order);
}

} // namespace detail
} // namespace sp::cpu
