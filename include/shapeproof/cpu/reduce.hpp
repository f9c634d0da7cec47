// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/ragged_lengths.hpp"
#include "rows.hpp"
#include <algorithm>
#include <cmath>

namespace sp::cpu {
namespace detail {

// The sum of f(i) for i < n: sums of up to 32, which are added up with what each addition loses (the two-sum of Knuth
// 1969). Its error hardly grows with n, and it costs what a plain sum costs.
template <class T, class F>
vec<T> blocked_sum(extent_t n, F const& f) {
  constexpr extent_t block = 32;
  vec<T> total{}, lost{};
  for (extent_t i = 0; i < n;) {
    vec<T> part{};
    for (extent_t const stop = std::min(n, i + block); i < stop; ++i) part += f(i);
    vec<T> const together = total + part, added = together - total;
    lost += (total - (together - added)) + (part - added);
    total = together;
  }
  return select(lost == lost, total + lost, total); // of infinities nothing is lost that is a number
}

// x [n]: two vectors side by side, whose sums do not wait for one another, then what is left over
template <class T>
T row_sum(T const* x, extent_t n) {
  constexpr extent_t step = width<T>;
  extent_t const pairs = n / (2 * step), at = pairs * 2 * step;
  vec<T> total{};
  total += blocked_sum<T>(pairs,
                          [=](extent_t i) -> vec<T> { return load(x + 2 * step * i) + load(x + 2 * step * i + step); });
  each_vector<T>(n - at, [&](extent_t i, extent_t count) { total += load_lanes(x + at + i, count); });
  return sum_lanes<T>(total);
}

template <class T, class Divisor>
vec<T> lane_divisors(lane_lengths<T> const& real, Divisor const& divisor) {
  T lanes[width<T>];
  for (int lane = 0; lane < width<T>; ++lane) lanes[lane] = divisor(extent_t(real.each[lane]));
  return load(lanes);
}

// out[outer, inner] = the sum over the real positions of in[outer, n, inner], divided by divisor(number of them)
template <class T, class Divisor>
void scaled_sum(T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths, T* out,
                Divisor const& divisor) {
  each_row<T>(
      outer, n, inner, lengths.varies_inside(),
      [&](extent_t o) {
        extent_t const real = lengths.real(o, 0, n);
        out[o] = row_sum(in + o * n, real) / divisor(real);
      },
      [&](extent_t o, extent_t i, extent_t count) {
        T const* const x = in + o * n * inner + i;
        lane_lengths<T> const real(lengths, o, i, count, n);
        vec<T> const sum = blocked_sum<T>(real.longest, [&](extent_t t) -> vec<T> {
          return select(real.at(t), load_lanes(x + t * inner, count), vec<T>{});
        });
        store_lanes<T>(out + o * inner + i, count, sum / lane_divisors(real, divisor));
      });
}
template <class T, class Divisor>
void scaled_sum_backward(T const* dout, extent_t outer, extent_t n, extent_t inner,
                         kernels::ragged_lengths const& lengths, T* din, bool add, Divisor const& divisor) {
  each_row<T>(
      outer, n, inner, lengths.varies_inside(),
      [&](extent_t o) {
        extent_t const real = lengths.real(o, 0, n);
        vec<T> const d = splat(dout[o] / divisor(real));
        each_vector<T>(real, [&](extent_t i, extent_t count) { put_lanes<T>(din + o * n + i, count, d, add); });
        if (!add) std::fill_n(din + o * n + real, n - real, T(0));
      },
      [&](extent_t o, extent_t i, extent_t count) {
        lane_lengths<T> const real(lengths, o, i, count, n);
        vec<T> const d = load_lanes(dout + o * inner + i, count) / lane_divisors(real, divisor);
        put_column<T>(din + o * n * inner + i, n, inner, count, real, add, [&](extent_t) { return d; });
      });
}

// The greatest of a lane's row and where it is; NaN counts as greatest
template <class T>
struct lane_greatest {
  vec<T> value = splat(-std::numeric_limits<T>::infinity());
  vec_mask<T> at{};

  // Candidates x at positions p, where `real`; later ones must be greater, not equal
  void offer(vec<T> x, vec_mask<T> p, vec_mask<T> real) {
    vec_mask<T> const better = real & ((x > value) | ((x != x) & (value == value)));
    value = select(better, x, value);
    at = better ? p : at;
  }
};

// value and at may be nullptr
template <class T>
void greatest(T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths, T* value,
              int* at) {
  each_row<T>(
      outer, n, inner, lengths.varies_inside(),
      [&](extent_t o) {
        extent_t const real = lengths.real(o, 0, n);
        T const* const x = in + o * n;
        lane_greatest<T> best[2]; // even and odd vectors, which do not wait for one another
        vec_mask<T> const lanes = lane_numbers<T>();
        int turn = 0;
        each_vector<T>(real, [&](extent_t i, extent_t count) {
          best[turn].offer(load_lanes(x + i, count), lanes + lane_number<T>(i), first_lanes<T>(count));
          turn ^= 1;
        });
        T top = best[0].value[0];
        extent_t top_at = best[0].at[0];
        for (int lane = 1; lane < 2 * width<T>; ++lane) {
          auto const& half = best[lane / width<T>];
          T const candidate = half.value[lane % width<T>];
          extent_t const candidate_at = half.at[lane % width<T>];
          bool const same = candidate == top || (std::isnan(candidate) && std::isnan(top));
          bool const above = candidate > top || (std::isnan(candidate) && !std::isnan(top));
          if (above || (same && candidate_at < top_at)) top = candidate, top_at = candidate_at;
        }
        if (value) value[o] = real > 0 ? top : T(0);
        if (at) at[o] = int(top_at);
      },
      [&](extent_t o, extent_t i, extent_t count) {
        T const* const x = in + o * n * inner + i;
        lane_lengths<T> const real(lengths, o, i, count, n);
        lane_greatest<T> best;
        for (extent_t t = 0; t < real.longest; ++t)
          best.offer(load_lanes(x + t * inner, count), lane_number<T>(t) - vec_mask<T>{}, real.at(t));
        if (value) store_lanes<T>(value + o * inner + i, count, select(real.at(0), best.value, vec<T>{}));
        if (at)
          for (extent_t lane = 0; lane < count; ++lane) at[o * inner + i + lane] = int(best.at[lane]);
      });
}

} // namespace detail

// in [outer, n, inner] -> out [outer, inner]: the sum over the real positions of n
template <class T>
void sum(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
         T* out) {
  detail::scaled_sum(in, outer, n, inner, lengths, out, [](extent_t) { return T(1); });
}
// dout [outer, inner] -> din [outer, n, inner]: dout at every real position. Without lengths this is `expand`, whose
// backward is `sum`.
template <class T>
void sum_backward(device, T const* dout, extent_t outer, extent_t n, extent_t inner,
                  kernels::ragged_lengths const& lengths, T* din, bool add) {
  detail::scaled_sum_backward(dout, outer, n, inner, lengths, din, add, [](extent_t) { return T(1); });
}

// in [outer, n, inner] -> out [outer, inner]: the mean over the real positions of n; of none it is 0
template <class T>
void mean(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
          T* out) {
  detail::scaled_sum(in, outer, n, inner, lengths, out, [](extent_t real) { return T(std::max<extent_t>(real, 1)); });
}
// dout [outer, inner] -> din [outer, n, inner]
template <class T>
void mean_backward(device, T const* dout, extent_t outer, extent_t n, extent_t inner,
                   kernels::ragged_lengths const& lengths, T* din, bool add) {
  detail::scaled_sum_backward(dout, outer, n, inner, lengths, din, add,
                              [](extent_t real) { return T(std::max<extent_t>(real, 1)); });
}

// in [outer, n, inner] -> out [outer, inner], the greatest over the real positions of n, and its position at [outer,
// inner]; the first of equals; 0 at 0 of none. NaN counts as greatest, so that it is not lost.
template <class T>
void max(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
         T* out, int* at) {
  detail::greatest(in, outer, n, inner, lengths, out, at);
}
// dout, at [outer, inner] -> din [outer, n, inner]: all of it to the position that was the greatest
template <class T>
void max_backward(device, T const* dout, int const* at, extent_t outer, extent_t n, extent_t inner,
                  kernels::ragged_lengths const& lengths, T* din, bool add) {
  parallel_for(outer, n * inner, [&](extent_t first, extent_t last) {
    for (extent_t o = first; o < last; ++o) {
      T* const to = din + o * n * inner;
      if (!add) std::fill_n(to, n * inner, T(0));
      for (extent_t i = 0; i < inner; ++i)
        if (lengths.real(o, i, n) > 0) to[at[o * inner + i] * inner + i] += dout[o * inner + i];
    }
  });
}

// in [outer, n, inner] -> at [outer, inner]: the position of the greatest over the real positions of n, the first of
// equals; 0 of none
template <class T>
void argmax(device, T const* in, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
            int* at) {
  detail::greatest(in, outer, n, inner, lengths, static_cast<T*>(nullptr), at);
}

} // namespace sp::cpu
