// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "rows.cuh"

namespace sp::gpu {
namespace detail {

template <class T, int Inputs>
struct row_reduction {
  using number = T;
  static constexpr int inputs = Inputs;
  T const* in[Inputs];

  __device__ T absent() const { return T(0); }
};

// A sum, and what its additions have lost (the two-sum of Knuth 1969): its error hardly grows with n. Where it is
// infinite or NaN, what was lost is NaN and does not count.
template <class T>
struct careful_sum {
  T sum = 0, lost = 0;

  __device__ T value() const { return lost == lost ? sum + lost : sum; }
  __device__ friend careful_sum operator+(careful_sum const& a, careful_sum const& b) {
    T const together = a.sum + b.sum, added = together - a.sum;
    return {together, a.lost + b.lost + ((a.sum - (together - added)) + (b.sum - added))};
  }
};

template <bool Mean>
SHAPEPROOF_HD extent_t divisor(extent_t real) {
  return Mean && real > 1 ? real : 1;
}

template <class T, bool Mean>
struct sum_of_rows : row_reduction<T, 1> {
  using totals = careful_sum<T>;
  T* out;

  __device__ totals nothing() const { return {}; }
  template <class Part>
  __device__ void take(totals& mine, Part const& part) const {
    T sum = 0;
    part.each([&](int k, int v) { sum += part.x[0][k].v[v]; });
    mine = mine + totals{sum};
  }
  __device__ totals combine(totals const& a, totals const& b) const { return a + b; }
  __device__ void finish(extent_t row, totals const& all, extent_t real) const {
    out[row] = all.value() / T(divisor<Mean>(real));
  }
};

// The greatest and the first position where it is; NaN counts as greatest. Of -infinity alone, and of nothing, it is
// -infinity at 0.
template <class T>
struct greatest_at {
  T value = -infinity<T>;
  int at = 0;

  __device__ void offer(T x, int position) { // later ones must be greater, not equal
    if (x > value || (x != x && value == value)) value = x, at = position;
  }
  __device__ friend greatest_at operator+(greatest_at const& a, greatest_at const& b) {
    bool const same = a.value == b.value || (a.value != a.value && b.value != b.value);
    if (same) return a.at < b.at ? a : b;
    return b.value > a.value || b.value != b.value ? b : a;
  }
};

// value and at may be nullptr
template <class T>
struct greatest_of_rows : row_reduction<T, 1> {
  using totals = greatest_at<T>;
  T* value;
  int* at;

  __device__ T absent() const { return -infinity<T>; }
  __device__ totals nothing() const { return {}; }
  template <class Part>
  __device__ void take(totals& mine, Part const& part) const {
    part.each([&](int k, int v) { mine.offer(part.x[0][k].v[v], int(part.begin) + part.position(k) + v); });
  }
  __device__ totals combine(totals const& a, totals const& b) const { return a + b; }
  __device__ void finish(extent_t row, totals const& all, extent_t real) const {
    if (value != nullptr) value[row] = real > 0 ? all.value : T(0);
    if (at != nullptr) at[row] = all.at;
  }
};

// din [outer, n, inner]: dout [outer, inner] / divisor at every real position, written or added.
template <class T, bool Mean, int V>
__global__ void spread_kernel(T const* dout, rows r, teams t, T* din, bool add) {
  team_row const row(r, t);
  if (!row.exists) return;
  T const d = dout[row.row] / T(Mean ? divisor<Mean>(r.real(row.row)) : 1);
  for (int at = row.rank * V; at < (add ? row.real : row.n); at += t.size() * V) {
    auto* const to = reinterpret_cast<pack<T, V>*>(din + row.first + at * row.step);
    pack<T, V> y = {};
    if (add) y = *to;
#pragma unroll
    for (int v = 0; v < V; ++v)
      if (at + v < row.real) y.v[v] += d;
    *to = y;
  }
}
template <class T, bool Mean>
void spread(char const* operation, T const* dout, rows const& r, T* din, bool add) {
  if (r.count() == 0 || r.n == 0) return;
  constexpr int wide = widest_pack<T>, share = 4; // packs that a thread writes
  bool const packs = movable_in_packs<T>(r, {din});
  teams const t = r.contiguous() ? teams_for(r, std::min<extent_t>(r.n, 256 * share * wide), share * wide, 256)
                                 : teams_for(r, share * wide, share * wide, 1);
  launch(operation, packs ? spread_kernel<T, Mean, wide> : spread_kernel<T, Mean, 1>, t.extents(), dout, r, t, din,
         add);
}

template <class T>
__global__ void max_backward_kernel(T const* dout, int const* at, rows r, teams t, T* din) {
  team_row const row(r, t);
  if (row.real > 0) din[row.first + at[row.row] * row.step] += dout[row.row];
}

} // namespace detail

// in [outer, n, inner] -> out [outer, inner]: the sum over the real positions of n
template <class T>
void sum(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
         T* out) {
  detail::reduce_rows("sum", detail::sum_of_rows<T, false>{{{in}}, out}, detail::rows_of(outer, n, inner, lengths));
}
// dout [outer, inner] -> din [outer, n, inner]: dout at every real position. Without lengths this is `expand`, whose
// backward is `sum`.
template <class T>
void sum_backward(device, T const* dout, extent_t outer, extent_t n, extent_t inner,
                  kernels::ragged_lengths const& lengths, T* din, bool add) {
  detail::spread<T, false>("sum_backward", dout, detail::rows_of(outer, n, inner, lengths), din, add);
}

// in [outer, n, inner] -> out [outer, inner]: the mean over the real positions of n; of none it is 0
template <class T>
void mean(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
          T* out) {
  detail::reduce_rows("mean", detail::sum_of_rows<T, true>{{{in}}, out}, detail::rows_of(outer, n, inner, lengths));
}
// dout [outer, inner] -> din [outer, n, inner]
template <class T>
void mean_backward(device, T const* dout, extent_t outer, extent_t n, extent_t inner,
                   kernels::ragged_lengths const& lengths, T* din, bool add) {
  detail::spread<T, true>("mean_backward", dout, detail::rows_of(outer, n, inner, lengths), din, add);
}

// in [outer, n, inner] -> out [outer, inner], the greatest over the real positions of n, and its position at [outer,
// inner]; the first of equals; 0 at 0 of none. NaN counts as greatest, so that it is not lost.
template <class T>
void max(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
         T* out, int* at) {
  detail::reduce_rows("max", detail::greatest_of_rows<T>{{{in}}, out, at}, detail::rows_of(outer, n, inner, lengths));
}
// dout, at [outer, inner] -> din [outer, n, inner]: all of it to the position that was the greatest
template <class T>
void max_backward(device, T const* dout, int const* at, extent_t outer, extent_t n, extent_t inner,
                  kernels::ragged_lengths const& lengths, T* din, bool add) {
  detail::rows const r = detail::rows_of(outer, n, inner, lengths);
  if (r.count() == 0 || n == 0) return;
  if (!add) fill_bytes(din, 0, sizeof(T) * std::size_t(r.count() * n));
  detail::teams const t = detail::teams_for(r, n, 1, 1);
  launch("max_backward", detail::max_backward_kernel<T>, t.extents(), dout, at, r, t, din);
}

// in [outer, n, inner] -> at [outer, inner]: the position of the greatest over the real positions of n, the first of
// equals; 0 of none
template <class T>
void argmax(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
            int* at) {
  detail::reduce_rows("argmax", detail::greatest_of_rows<T>{{{in}}, nullptr, at},
                      detail::rows_of(outer, n, inner, lengths));
}

} // namespace sp::gpu
