// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "simd.hpp"
#include "unroll.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

// The inner part of all matrix products: a tile of the result stays in registers while k runs.
namespace sp::cpu {

// Rows of the largest tile, and columns of a tile: with 32 registers 8 x 2 vectors, with 16 registers 6 x 2.
inline constexpr extent_t tile_rows = vector_bytes == 64 ? 8 : 6;
template <class T>
inline constexpr extent_t panel_columns = 2 * width<T>;

namespace detail {

inline constexpr extent_t k_block = 512; // a panel of this depth and a tile's rows stay in the nearest caches
inline constexpr extent_t m_block = 32 * tile_rows; // these rows of A are used on every panel while they are near

// What is multiplied: numbers of the type of their sums, float or double; bfloat16_pair.hpp has another kind.
template <class Factor>
struct factors {
  using sum = Factor;
  using vector = vec<Factor>;
  static vector spread(Factor x) { return splat(x); }               // into all lanes
  static vector from(Factor const* p, extent_t) { return load(p); } // at one position of a B with that b_step
  static vector plus_product(vector sums, vector a, vector b) { return sums + a * b; }
};
template <class Factor>
using sum_of = typename factors<Factor>::sum;

// Where the operands of a tile lie. Row i of A at position k is A[i * a_step + k], of a transposed A it is
// A[k * a_step + i]. Panel p of B at position k starts at B + p * panel_step + k * b_step. Row i of the result starts from
// start + i * start_step, or from zero. What B holds, factors<Factor>::from reads.
template <class Factor, class Right = Factor>
struct tile_operands {
  extent_t K;
  Factor const* A;
  extent_t a_step;
  Right const* B;
  extent_t b_step, panel_step;
  sum_of<Factor>* C;
  extent_t ldc;
  sum_of<Factor> const* start;
  extent_t start_step;
};

// `count` tiles C[R, P panels] = start + A[R,K] B[K, P panels] below each other, A moving by a_tile. Not inlined: what lives
// around it would push sums out of their registers.
template <class Factor, class Right, bool TransposedA, int R, int P>
[[gnu::noinline]] void tile_column(tile_operands<Factor, Right> const& t, extent_t count, extent_t a_tile) {
  using of = factors<Factor>;
  using T = typename of::sum;
  constexpr int W = width<T>, vectors = 2 * P;
  extent_t const K = t.K, a_step = t.a_step, b_step = t.b_step, panel_step = t.panel_step, ldc = t.ldc,
                 start_step = t.start_step;
  Factor const* A = t.A;
  T const* start = t.start;
  T* C = t.C;
  for (; count > 0; --count, A += a_tile, C += R * ldc) {
    vec<T> c[R][vectors];
    SHAPEPROOF_UNROLL(16)
    for (int i = 0; i < R; ++i) {
      SHAPEPROOF_UNROLL(8)
      for (int j = 0; j < vectors; ++j) c[i][j] = start != nullptr ? load(start + i * start_step + j * W) : vec<T>{};
    }
    // Where the sums will go, or what the next ones start from, is fetched while these are being made.
    T const* const soon = start == C && count > 1 ? C + R * ldc : C;
    SHAPEPROOF_UNROLL(16)
    for (int i = 0; i < R; ++i) {
      SHAPEPROOF_UNROLL(8)
      for (int j = 0; j < vectors; ++j) __builtin_prefetch(soon + i * ldc + j * W, 1);
    }
    Right const* b_row = t.B;
    for (extent_t k = 0; k < K; ++k, b_row += b_step) {
      SHAPEPROOF_UNROLL(8)
      for (int p = 0; p < P; ++p) {
        typename of::vector left = of::from(b_row + p * panel_step, b_step),
                            right = of::from(b_row + p * panel_step + W, b_step);
#if defined(__AVX__)
        asm("" : "+v"(left), "+v"(right)); // g++ 12 would load them again for every row: 2x for 4 rows
#endif
        SHAPEPROOF_UNROLL(16)
        for (int i = 0; i < R; ++i) {
          auto const a = of::spread(TransposedA ? A[k * a_step + i] : A[i * a_step + k]);
          c[i][2 * p] = of::plus_product(c[i][2 * p], a, left);
          c[i][2 * p + 1] = of::plus_product(c[i][2 * p + 1], a, right);
        }
      }
    }
    SHAPEPROOF_UNROLL(16)
    for (int i = 0; i < R; ++i) {
      SHAPEPROOF_UNROLL(8)
      for (int j = 0; j < vectors; ++j) store<T>(C + i * ldc + j * W, c[i][j]);
    }
    if (start != nullptr) start += R * start_step;
  }
}

// Panels of a tile of R rows: eight sums at once hide the latency, and with 32 registers more use what was loaded again.
template <int R>
constexpr int tile_panels() {
  if (vector_bytes == 64 && R <= 6) return R == 1 ? 8 : R <= 3 ? 4 : 2;
  return R == 1 ? 4 : R <= 3 ? 2 : 1;
}

// The tiles of so many rows: over one panel, and over several.
template <class Factor, class Right>
struct tile_kind {
  extent_t rows, panels;
  void (*single)(tile_operands<Factor, Right> const&, extent_t count, extent_t a_tile);
  void (*several)(tile_operands<Factor, Right> const&, extent_t count, extent_t a_tile);
};
template <class Factor, class Right, bool TransposedA, int R>
constexpr tile_kind<Factor, Right> tile_of_rows() {
  constexpr int P = tile_panels<R>();
  return {R, P, tile_column<Factor, Right, TransposedA, R, 1>, tile_column<Factor, Right, TransposedA, R, P>};
}
// The tiles of 1, 2 ... tile_rows rows.
template <class Factor, class Right, bool TransposedA>
inline constexpr auto all_tiles = []<int... R>(std::integer_sequence<int, R...>) {
  return std::array<tile_kind<Factor, Right>, sizeof...(R)>{tile_of_rows<Factor, Right, TransposedA, R + 1>()...};
}(std::make_integer_sequence<int, int(tile_rows)>());

// How tiles follow each other: from one to the next below it A moves by a_tile. Blocks are those of gemm_rows.
struct tile_order {
  extent_t a_tile, blocks = 1, a_block = 0, c_block = 0;
};

// `count` tiles of one kind below each other in each block, over N columns; of each tile the first `rows` rows are wanted.
// What is no whole tile goes through a buffer.
template <class Factor, class Right>
[[gnu::noinline]] void tiles_of(tile_kind<Factor, Right> const& kind, tile_operands<Factor, Right> const& all,
                                extent_t rows, extent_t count, extent_t N, tile_order const& order) {
  using T = sum_of<Factor>;
  constexpr extent_t panel = panel_columns<T>;
  T edge[tile_rows * panel];
  if (N % panel != 0 || rows < kind.rows)
    std::fill_n(edge, kind.rows * panel, T(0)); // beyond N it stays zero, as the packed B is there
  extent_t panels;
  Right const* B = all.B;
  for (extent_t n = 0; n < N; n += panels * panel, B += panels * all.panel_step) {
    panels = rows == kind.rows && N - n >= kind.panels * panel ? kind.panels : 1;
    extent_t const columns = std::min(panels * panel, N - n);
    for (extent_t block = 0; block < order.blocks; ++block) {
      tile_operands<Factor, Right> t = all;
      t.A += block * order.a_block;
      t.B = B;
      t.C += block * order.c_block + n;
      if (t.start != nullptr) t.start += (t.start_step != 0 ? block * order.c_block : 0) + n;
      if (rows == kind.rows && columns == panels * panel) {
        (panels > 1 ? kind.several : kind.single)(t, count, order.a_tile);
        continue;
      }
      T* C = t.C;
      T const* start = t.start;
      t.C = edge, t.ldc = panel;
      if (start != nullptr) t.start = edge, t.start_step = panel;
      for (extent_t i = 0; i < count; ++i, t.A += order.a_tile, C += rows * all.ldc) {
        if (start != nullptr)
          for (extent_t r = 0; r < rows; ++r, start += all.start_step) std::copy_n(start, columns, edge + r * panel);
        kind.single(t, 1, 0);
        for (extent_t r = 0; r < rows; ++r) std::copy_n(edge + r * panel, columns, C + r * all.ldc);
      }
    }
  }
}

// `rows` rows in each block over N columns: full tiles as long as there are rows for them, then one of the kind `last`.
template <class Factor, class Right>
[[gnu::noinline]] void rows_of_tiles(tile_kind<Factor, Right> const& full, tile_kind<Factor, Right> const& last,
                                     tile_operands<Factor, Right> t, extent_t rows, extent_t N,
                                     tile_order const& order) {
  extent_t const whole = rows / full.rows, rest = rows % full.rows;
  if (whole > 0) tiles_of(full, t, full.rows, whole, N, order);
  if (rest == 0) return;
  t.A += whole * order.a_tile;
  t.C += whole * full.rows * t.ldc;
  if (t.start != nullptr) t.start += whole * full.rows * t.start_step;
  tiles_of(last, t, rest, 1, N, order);
}
template <bool TransposedA, class Factor, class Right>
void tiles(tile_operands<Factor, Right> const& t, extent_t rows, extent_t N, tile_order const& order) {
  auto const kind_of = [](extent_t n) -> auto& {
    return all_tiles<Factor, Right, TransposedA>[static_cast<std::size_t>(n - 1)];
  };
  rows_of_tiles(kind_of(tile_rows), kind_of(std::max<extent_t>(rows % tile_rows, 1)), t, rows, N, order);
}
// The same for an A whose panels of tile_rows columns are filled up with zeros.
template <class T>
void packed_tiles(tile_operands<T> const& t, extent_t rows, extent_t N, tile_order const& order) {
  constexpr int R = int(tile_rows);
  static constexpr tile_kind<T, T> full{R, 1, tile_column<T, T, true, R, 1>, nullptr};
  rows_of_tiles(full, full, t, rows, N, order);
}

} // namespace detail
} // namespace sp::cpu
