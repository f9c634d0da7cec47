// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/ragged_lengths.hpp"
#include "rows.hpp"
#include <algorithm>
#include <cmath>

namespace sp::cpu {
namespace detail {

// y = exp(x - top) [n]; gives back the sum. A top of -infinity, where all is masked or nothing is there, gives zeros.
template <class T>
T row_exp(T const* x, extent_t n, T top, T* y) {
  T const shift = top == -std::numeric_limits<T>::infinity() ? T(0) : top;
  return row_total<T>(n, [&](extent_t i, extent_t count) {
    vec<T> const e = exp(load_lanes(x + i, count) - shift);
    store_lanes<T>(y + i, count, e);
    return e;
  });
}

template <class T>
void row_softmax(T const* x, extent_t n, T* y) {
  T const sum = row_exp(x, n, row_max(x, n), y), scale = sum == 0 ? T(0) : T(1) / sum;
  each_vector<T>(n,
                 [&](extent_t i, extent_t count) { store_lanes<T>(y + i, count, load_lanes(y + i, count) * scale); });
}

// The greatest of each lane's row, and the sum of exp(x - greatest)
template <class T>
struct lane_sums {
  vec<T> shift, sum{};

  lane_sums(T const* x, extent_t inner, extent_t count, lane_lengths<T> const& lengths) {
    vec<T> const least = splat(-std::numeric_limits<T>::infinity());
    vec<T> top = least;
    for (extent_t t = 0; t < lengths.longest; ++t)
      top = max(select(lengths.at(t), load_lanes(x + t * inner, count), least), top);
    shift = select(top == least, vec<T>{}, top);
    for (extent_t t = 0; t < lengths.longest; ++t)
      sum += select(lengths.at(t), exp(load_lanes(x + t * inner, count) - shift), vec<T>{});
  }
};

} // namespace detail

// in [outer, n, inner] -> out the same: exp(in) / sum of exp(in) over the real positions of n, and 0 beyond them. A row
// without a real position, or with -infinity alone, is 0 everywhere.
template <class T>
void softmax(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
             T* out) {
  using namespace detail;
  each_row<T>(
      outer, n, inner, lengths.varies_inside(),
      [&](extent_t o) {
        extent_t const real = lengths.real(o, 0, n);
        row_softmax(in + o * n, real, out + o * n);
        std::fill_n(out + o * n + real, n - real, T(0));
      },
      [&](extent_t o, extent_t i, extent_t count) {
        extent_t const at = o * n * inner + i;
        lane_lengths<T> const real(lengths, o, i, count, n);
        lane_sums<T> const sums(in + at, inner, count, real);
        vec<T> const scale = select(sums.sum == T(0), vec<T>{}, T(1) / sums.sum);
        put_column<T>(out + at, n, inner, count, real, false, [&](extent_t t) -> vec<T> {
          return exp(load_lanes(in + at + t * inner, count) - sums.shift) * scale;
        });
      });
}

// y = softmax, dy [outer, n, inner] -> din = y * (dy - sum over n of y dy); positions that are not real get nothing
template <class T>
void softmax_backward(device, T const* y, T const* dy, extent_t outer, extent_t n, extent_t inner,
                      kernels::ragged_lengths const& lengths, T* din, bool add) {
  using namespace detail;
  each_row<T>(
      outer, n, inner, lengths.varies_inside(),
      [&](extent_t o) {
        extent_t const real = lengths.real(o, 0, n), at = o * n;
        T const mean = row_total<T>(real, [&](extent_t i, extent_t count) -> vec<T> {
          return load_lanes(y + at + i, count) * load_lanes(dy + at + i, count);
        });
        each_vector<T>(real, [&](extent_t i, extent_t count) {
          vec<T> const d = load_lanes(y + at + i, count) * (load_lanes(dy + at + i, count) - mean);
          put_lanes<T>(din + at + i, count, d, add);
        });
        if (!add) std::fill_n(din + at + real, n - real, T(0));
      },
      [&](extent_t o, extent_t i, extent_t count) {
        extent_t const at = o * n * inner + i;
        lane_lengths<T> const real(lengths, o, i, count, n);
        vec<T> mean{};
        for (extent_t t = 0; t < real.longest; ++t) {
          extent_t const here = at + t * inner;
          mean += select(real.at(t), load_lanes(y + here, count) * load_lanes(dy + here, count), vec<T>{});
        }
        put_column<T>(din + at, n, inner, count, real, add, [&](extent_t t) -> vec<T> {
          extent_t const here = at + t * inner;
          return load_lanes(y + here, count) * (load_lanes(dy + here, count) - mean);
        });
      });
}

// in [outer, n, inner] -> out the same: in - log of the sum of exp(in) over the real positions of n. Beyond them it is
// 0: finite, where minus infinity would turn into NaN in whatever multiplies it by zero.
template <class T>
void log_softmax(device, T const* in, extent_t outer, extent_t n, extent_t inner,
                 kernels::ragged_lengths const& lengths, T* out) {
  using namespace detail;
  each_row<T>(
      outer, n, inner, lengths.varies_inside(),
      [&](extent_t o) {
        extent_t const real = lengths.real(o, 0, n);
        T const* const x = in + o * n;
        T* const y = out + o * n;
        T const top = row_max(x, real), sum = row_exp(x, real, top, y);
        T const shift = sum == 0 ? T(0) : top, log_sum = sum == 0 ? T(0) : std::log(sum);
        each_vector<T>(real, [&](extent_t i, extent_t count) {
          store_lanes<T>(y + i, count, load_lanes(x + i, count) - shift - log_sum);
        });
        std::fill_n(y + real, n - real, T(0));
      },
      [&](extent_t o, extent_t i, extent_t count) {
        extent_t const at = o * n * inner + i;
        lane_lengths<T> const real(lengths, o, i, count, n);
        lane_sums<T> const sums(in + at, inner, count, real);
        vec<T> const log_sum = select(sums.sum == T(0), vec<T>{}, log(sums.sum));
        put_column<T>(out + at, n, inner, count, real, false, [&](extent_t t) -> vec<T> {
          return load_lanes(in + at + t * inner, count) - sums.shift - log_sum;
        });
      });
}

// y = log_softmax, dy [outer, n, inner] -> din = dy - exp(y) * sum over n of dy; positions that are not real get
// nothing
template <class T>
void log_softmax_backward(device, T const* y, T const* dy, extent_t outer, extent_t n, extent_t inner,
                          kernels::ragged_lengths const& lengths, T* din, bool add) {
  using namespace detail;
  each_row<T>(
      outer, n, inner, lengths.varies_inside(),
      [&](extent_t o) {
        extent_t const real = lengths.real(o, 0, n), at = o * n;
        T const sum = row_total<T>(real, [&](extent_t i, extent_t count) { return load_lanes(dy + at + i, count); });
        each_vector<T>(real, [&](extent_t i, extent_t count) {
          vec<T> const d = load_lanes(dy + at + i, count) - exp(load_lanes(y + at + i, count)) * sum;
          put_lanes<T>(din + at + i, count, d, add);
        });
        if (!add) std::fill_n(din + at + real, n - real, T(0));
      },
      [&](extent_t o, extent_t i, extent_t count) {
        extent_t const at = o * n * inner + i;
        lane_lengths<T> const real(lengths, o, i, count, n);
        vec<T> sum{};
        for (extent_t t = 0; t < real.longest; ++t)
          sum += select(real.at(t), load_lanes(dy + at + t * inner, count), vec<T>{});
        put_column<T>(din + at, n, inner, count, real, add, [&](extent_t t) -> vec<T> {
          extent_t const here = at + t * inner;
          return load_lanes(dy + here, count) - exp(load_lanes(y + here, count)) * sum;
        });
      });
}

} // namespace sp::cpu
