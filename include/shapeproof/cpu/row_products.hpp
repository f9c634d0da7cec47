// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "rows.hpp"
#include "unroll.hpp"

// Products of few, short, scattered rows: the two halves of an attention and of its gradient. Large matrices have
// gemm.hpp. Rows are taken in blocks for speed only: an element of a result is computed in the same order in a block as
// alone.
namespace sp::cpu::detail {

// The part of a block at elements [k, k + count) of the rows. Unrolled, so that sums stay in registers.
template <int I, int J, class T>
[[gnu::always_inline]] inline void dot_step(row_list<T const> a, row_list<T const> b, extent_t k, extent_t count,
                                            vec<T> (&sums)[I][J]) {
  vec<T> right[J];
  SHAPEPROOF_UNROLL(4)
  for (int j = 0; j < J; ++j) right[j] = load_lanes(b[j] + k, count);
  SHAPEPROOF_UNROLL(4)
  for (int i = 0; i < I; ++i) {
    vec<T> const left = load_lanes(a[i] + k, count);
    SHAPEPROOF_UNROLL(4)
    for (int j = 0; j < J; ++j) sums[i][j] += left * right[j];
  }
}
template <int I, int J, class T>
void dot_block(row_list<T const> a, row_list<T const> b, extent_t n, T scale, row_list<T> out) {
  vec<T> sums[I][J] = {};
  extent_t k = 0;
  for (; k + width<T> <= n; k += width<T>) dot_step<I, J, T>(a, b, k, width<T>, sums);
  if (k < n) dot_step<I, J, T>(a, b, k, n - k, sums);
  SHAPEPROOF_UNROLL(4)
  for (int i = 0; i < I; ++i) {
    SHAPEPROOF_UNROLL(4)
    for (int j = 0; j < J; ++j) out[i][j] = sum_lanes<T>(sums[i][j]) * scale;
  }
}

// out[i][j] = scale * (a[i] . b[j]) for i < rows, j < columns; the rows of a and b have n elements
template <class T>
void dot_rows(extent_t rows, extent_t columns, extent_t n, row_list<T const> a, row_list<T const> b, T scale,
              row_list<T> out) {
  auto const band = [&]<int I>(std::integral_constant<int, I>, extent_t i) {
    row_list<T> const to = out.from(i);
    extent_t j = 0;
    for (; j + 4 <= columns; j += 4) dot_block<I, 4, T>(a.from(i), b.from(j), n, scale, {to.first + j, to.step});
    for (; j < columns; ++j) dot_block<I, 1, T>(a.from(i), b.from(j), n, scale, {to.first + j, to.step});
  };
  extent_t i = 0;
  for (; i + 4 <= rows; i += 4) band(std::integral_constant<int, 4>(), i);
  for (; i < rows; ++i) band(std::integral_constant<int, 1>(), i);
}

// A matrix of weights: element (i, j) is at first + i * row_step + j * column_step
template <class T>
struct weight_view {
  T const* first;
  extent_t row_step, column_step;
};

// K vectors of I rows; the last vector has last_count elements
template <int I, int K, class T>
void mix_block(extent_t terms, weight_view<T> w, row_list<T const> x, extent_t last_count, row_list<T> out, bool add) {
  vec<T> sums[I][K] = {};
  auto const count = [=](int k) { return k == K - 1 ? last_count : extent_t(width<T>); };
  for (extent_t j = 0; j < terms; ++j) {
    vec<T> row[K];
    SHAPEPROOF_UNROLL(4)
    for (int k = 0; k < K; ++k) row[k] = load_lanes(x[j] + k * width<T>, count(k));
    SHAPEPROOF_UNROLL(4)
    for (int i = 0; i < I; ++i) {
      T const weight = w.first[i * w.row_step + j * w.column_step];
      SHAPEPROOF_UNROLL(4)
      for (int k = 0; k < K; ++k) sums[i][k] += row[k] * weight;
    }
  }
  SHAPEPROOF_UNROLL(4)
  for (int i = 0; i < I; ++i) {
    SHAPEPROOF_UNROLL(4)
    for (int k = 0; k < K; ++k) put_lanes<T>(out[i] + k * width<T>, count(k), sums[i][k], add);
  }
}

// out[i] = sum over j < terms of w(i, j) x[j] for i < rows; the rows of x and out have n elements
template <class T>
void mix_rows(extent_t rows, extent_t terms, extent_t n, weight_view<T> w, row_list<T const> x, row_list<T> out,
              bool add) {
  constexpr extent_t step = width<T>;
  auto const band = [&]<int I>(std::integral_constant<int, I>, extent_t i) {
    weight_view<T> const weights{w.first + i * w.row_step, w.row_step, w.column_step};
    row_list<T> const to = out.from(i);
    extent_t k = 0;
    for (; k + 4 * step <= n; k += 4 * step)
      mix_block<I, 4, T>(terms, weights, {x.first + k, x.step}, step, {to.first + k, to.step}, add);
    for (; k < n; k += step)
      mix_block<I, 1, T>(terms, weights, {x.first + k, x.step}, std::min(step, n - k), {to.first + k, to.step}, add);
  };
  extent_t i = 0;
  for (; i + 4 <= rows; i += 4) band(std::integral_constant<int, 4>(), i);
  for (; i < rows; ++i) band(std::integral_constant<int, 1>(), i);
}

} // namespace sp::cpu::detail
