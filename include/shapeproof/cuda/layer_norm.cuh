// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>

#include "reduce.cuh"

namespace sp::gpu {
namespace detail {

template <class T, int V>
__device__ pack<T, V> pack_at(T const* p, int position) {
  return *reinterpret_cast<pack<T, V> const*>(p + position);
}

// Of some numbers: how many, their mean, and the sum of the squares of what they differ from it.
template <class T>
struct spread_of {
  T count = 0, mean = 0, squares = 0;

  // Chan, Golub and LeVeque 1979
  __device__ friend spread_of operator+(spread_of const& a, spread_of const& b) {
    T const count = a.count + b.count, share = count == 0 ? T(0) : b.count / count, apart = b.mean - a.mean;
    return {count, a.mean + apart * share, a.squares + b.squares + apart * apart * a.count * share};
  }
};

template <class T>
struct layer_norm_forward : row_operation<T, 1> {
  using totals = spread_of<T>;
  struct units {
    T mean, scale;
  };
  T const *gain, *bias;
  T epsilon;
  T* kept;

  __device__ totals nothing() const { return {}; }
  template <class Part>
  __device__ totals take(Part& part) const {
    totals of{T(part.count)};
    part.each([&](int k, int v) { of.mean += part.x[0][k].v[v]; });
    if (part.count > 0) of.mean /= of.count;
    part.each([&](int k, int v) {
      T const apart = part.x[0][k].v[v] - of.mean;
      if (k * Part::width + v < part.count) of.squares += apart * apart;
    });
    return of;
  }
  __device__ totals combine(totals const& a, totals const& b) const { return a + b; }
  __device__ units unit(totals const& all) const {
    return {all.mean, T(1) / std::sqrt(all.squares / all.count + epsilon)};
  }
  __device__ void keep(extent_t row, totals const& all) const {
    units const u = unit(all);
    kept[2 * row] = u.mean, kept[2 * row + 1] = u.scale;
  }
  __device__ units settle(totals const&, totals const& all) const { return unit(all); }
  template <class Part>
  __device__ auto give(Part const& part, int k, units const& u) const {
    auto y = part.x[0][k];
    auto const g = pack_at<T, Part::width>(gain, part.position(k)), b = pack_at<T, Part::width>(bias, part.position(k));
#pragma unroll
    for (int v = 0; v < Part::width; ++v) y.v[v] = (y.v[v] - u.mean) * u.scale * g.v[v] + b.v[v];
    return y;
  }
};

// Inputs in and dout
template <class T>
struct layer_norm_gradient : row_gradient<T> {
  struct totals { // over the row: of the gradient of unit, and of it times unit
    T slope = 0, product = 0;
  };
  T const *gain, *kept;
  T n;
  T mean = 0, scale = 0; // of the row

  __device__ void enter(extent_t row) { mean = kept[2 * row], scale = kept[2 * row + 1]; }
  __device__ totals nothing() const { return {}; }
  template <class Part>
  __device__ totals take(Part& part) const {
    totals of;
#pragma unroll
    for (int k = 0; k < Part::packs; ++k) {
      if (k * Part::width >= part.count) continue;
      auto const g = pack_at<T, Part::width>(gain, part.position(k));
#pragma unroll
      for (int v = 0; v < Part::width; ++v) {
        T const dunit = part.x[1][k].v[v] * g.v[v];
        of.slope += dunit;
        of.product += dunit * ((part.x[0][k].v[v] - mean) * scale);
      }
    }
    return of;
  }
  __device__ totals combine(totals const& a, totals const& b) const {
    return {a.slope + b.slope, a.product + b.product};
  }
  __device__ totals settle(totals const&, totals const& all) const { return {all.slope / n, all.product / n}; }
  template <class Part>
  __device__ auto give(Part const& part, int k, totals const& mean_of) const {
    auto d = part.x[1][k];
    auto const g = pack_at<T, Part::width>(gain, part.position(k));
#pragma unroll
    for (int v = 0; v < Part::width; ++v) {
      T const unit = (part.x[0][k].v[v] - mean) * scale;
      d.v[v] = (d.v[v] * g.v[v] - mean_of.slope - unit * mean_of.product) * scale;
    }
    return d;
  }
};

// Over columns: [1, rows, n]. Inputs in and dout
template <class T>
struct layer_norm_parameter_gradient : row_reduction<T, 2> {
  struct totals {
    T gain = 0, bias = 0;
  };
  T const* kept;
  T *dgain, *dbias;

  __device__ totals nothing() const { return {}; }
  template <class Part>
  __device__ void take(totals& mine, Part const& part) const {
    totals sum;
    part.each([&](int k, int v) {
      if (k * Part::width + v >= part.count) return;
      extent_t const row = part.begin + part.position(k) + v;
      T const dy = part.x[1][k].v[v];
      sum.bias += dy;
      // A gradient of zero adds nothing, whatever stands in the row: it may be padding.
      if (dy != 0) sum.gain += dy * ((part.x[0][k].v[v] - kept[2 * row]) * kept[2 * row + 1]);
    });
    mine = combine(mine, sum);
  }
  __device__ totals combine(totals const& a, totals const& b) const { return {a.gain + b.gain, a.bias + b.bias}; }
  __device__ void finish(extent_t column, totals const& all, extent_t) const {
    dgain[column] += all.gain, dbias[column] += all.bias;
  }
};

} // namespace detail

// in [rows, n], gain [n], bias [n] -> out [rows, n] = (in - mean) / sqrt(variance + epsilon) * gain + bias, mean and
// variance over each row (Ba et al. 2016). kept [rows, 2] is what the backward needs of each row: its mean and the
// reciprocal of its deviation.
template <class T>
void layer_norm(device, T const* in, extent_t rows, extent_t n, T const* gain, T const* bias, T epsilon, T* out,
                T* kept) {
  detail::each_row("layer_norm", detail::layer_norm_forward<T>{{{in}, out}, gain, bias, epsilon, kept},
                   detail::rows_of(rows, n, 1), {gain, bias});
}

// dout [rows, n] -> din [rows, n], written or added
template <class T>
void layer_norm_backward(device, T const* in, T const* dout, extent_t rows, extent_t n, T const* gain, T const* kept,
                         T* din, bool add) {
  detail::each_row("layer_norm_backward", detail::layer_norm_gradient<T>{{{{in, dout}, din}, add}, gain, kept, T(n)},
                   detail::rows_of(rows, n, 1), {gain});
}

// dout [rows, n] -> dgain [n] and dbias [n], added
template <class T>
void layer_norm_backward_parameters(device, T const* in, T const* dout, extent_t rows, extent_t n, T const* kept,
                                    T* dgain, T* dbias) {
  detail::reduce_rows("layer_norm_backward_parameters",
                      detail::layer_norm_parameter_gradient<T>{{{in, dout}}, kept, dgain, dbias},
                      detail::rows_of(1, rows, n));
}

} // namespace sp::gpu
