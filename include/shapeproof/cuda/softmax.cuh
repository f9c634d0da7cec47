// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>

#include "rows.cuh"

namespace sp::gpu {
namespace detail {

// Of some positions of a row: the greatest x, and the sum of exp(x - greatest). As on the host, NaN is not greatest but
// makes the sum NaN, and so does +infinity. A top of -infinity, where all is masked or nothing is there, has the sum 0.
template <class T>
struct exp_sum {
  T top = -infinity<T>, sum = 0;

  __device__ T shift() const { return top == -infinity<T> ? T(0) : top; }
  __device__ friend exp_sum operator+(exp_sum const& a, exp_sum const& b) {
    exp_sum both;
    both.top = a.top > b.top ? a.top : b.top;
    both.sum = a.sum * std::exp(a.top - both.shift()) + b.sum * std::exp(b.top - both.shift());
    return both;
  }
};
// Of the positions of a part; with `Replace`, x becomes exp(x - greatest).
template <bool Replace, class T, int V, int K>
__device__ exp_sum<T> exp_sum_of(row_part<T, 1, V, K>& part) {
  exp_sum<T> of;
  part.each([&](int k, int v) {
    T const x = part.x[0][k].v[v];
    of.top = x > of.top ? x : of.top;
  });
  T const shift = of.shift();
  part.each([&](int k, int v) {
    T& x = part.x[0][k].v[v];
    T const e = std::exp(x - shift);
    of.sum += e;
    if constexpr (Replace) x = e;
  });
  return of;
}

template <class T>
struct softmax_forward : row_operation<T, 1> {
  using totals = exp_sum<T>;

  __device__ T absent() const { return -infinity<T>; }
  __device__ totals nothing() const { return {}; }
  template <class Part>
  __device__ totals take(Part& part) const {
    return exp_sum_of<true>(part);
  }
  __device__ totals combine(totals const& a, totals const& b) const { return a + b; }
  __device__ T settle(totals const& here, totals const& all) const {
    return all.sum == 0 ? T(0) : std::exp(here.top - all.shift()) / all.sum;
  }
  template <class Part>
  __device__ auto give(Part const& part, int k, T scale) const {
    auto y = part.x[0][k];
#pragma unroll
    for (T& value : y.v) value *= scale;
    return y;
  }
};

template <class T>
struct log_softmax_forward : row_operation<T, 1> {
  using totals = exp_sum<T>;
  struct shifts {
    T top, log_sum;
  };

  __device__ T absent() const { return -infinity<T>; }
  __device__ totals nothing() const { return {}; }
  template <class Part>
  __device__ totals take(Part& part) const {
    return exp_sum_of<false>(part);
  }
  __device__ totals combine(totals const& a, totals const& b) const { return a + b; }
  __device__ shifts settle(totals const&, totals const& all) const {
    return {all.shift(), all.sum == 0 ? T(0) : std::log(all.sum)};
  }
  template <class Part>
  __device__ auto give(Part const& part, int k, shifts const& by) const {
    auto y = part.x[0][k];
#pragma unroll
    for (T& value : y.v) value = value - by.top - by.log_sum;
    return y;
  }
};

// Inputs y and dy
template <class T, bool Log>
struct softmax_gradient : row_gradient<T> {
  using totals = T; // the sum of y dy, or of dy

  __device__ T nothing() const { return T(0); }
  template <class Part>
  __device__ T take(Part& part) const {
    T sum = 0;
    part.each([&](int k, int v) { sum += Log ? part.x[1][k].v[v] : part.x[0][k].v[v] * part.x[1][k].v[v]; });
    return sum;
  }
  __device__ T combine(T a, T b) const { return a + b; }
  __device__ T settle(T, T all) const { return all; }
  template <class Part>
  __device__ auto give(Part const& part, int k, T sum) const {
    auto const y = part.x[0][k], dy = part.x[1][k];
    auto d = dy;
#pragma unroll
    for (int v = 0; v < Part::width; ++v) d.v[v] = Log ? dy.v[v] - std::exp(y.v[v]) * sum : y.v[v] * (dy.v[v] - sum);
    return d;
  }
};

} // namespace detail

// in [outer, n, inner] -> out the same: exp(in) / sum of exp(in) over the real positions of n, and 0 beyond them. A row
// without a real position, or with -infinity alone, is 0 everywhere.
template <class T>
void softmax(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
             T* out) {
  detail::each_row("softmax", detail::softmax_forward<T>{{{in}, out}}, detail::rows_of(outer, n, inner, lengths));
}
// y = softmax, dy [outer, n, inner] -> din = y * (dy - sum over n of y dy); positions that are not real get nothing
template <class T>
void softmax_backward(device, T const* y, T const* dy, extent_t outer, extent_t n, extent_t inner,
                      kernels::ragged_lengths const& lengths, T* din, bool add) {
  detail::each_row("softmax_backward", detail::softmax_gradient<T, false>{{{{y, dy}, din}, add}},
                   detail::rows_of(outer, n, inner, lengths));
}

// in [outer, n, inner] -> out the same: in - log of the sum of exp(in) over the real positions of n. Beyond them it is
// 0: finite, where minus infinity would turn into NaN in whatever multiplies it by zero.
template <class T>
void log_softmax(device, T const* in, extent_t outer, extent_t n, extent_t inner,
                 kernels::ragged_lengths const& lengths, T* out) {
  detail::each_row("log_softmax", detail::log_softmax_forward<T>{{{in}, out}},
                   detail::rows_of(outer, n, inner, lengths));
}
// y = log_softmax, dy [outer, n, inner] -> din = dy - exp(y) * sum over n of dy; positions that are not real get
// nothing
template <class T>
void log_softmax_backward(device, T const* y, T const* dy, extent_t outer, extent_t n, extent_t inner,
                          kernels::ragged_lengths const& lengths, T* din, bool add) {
  detail::each_row("log_softmax_backward", detail::softmax_gradient<T, true>{{{{y, dy}, din}, add}},
                   detail::rows_of(outer, n, inner, lengths));
}

} // namespace sp::gpu
