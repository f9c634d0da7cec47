// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "rows.hpp"
#include <algorithm>
#include <cmath>

namespace sp::cpu {

// in [rows, n], gain [n], bias [n] -> out [rows, n] = (in - mean) / sqrt(variance + epsilon) * gain + bias, mean and
// variance over each row (Ba et al. 2016). kept [rows, 2] is what the backward needs of each row: its mean and the
// reciprocal of its deviation.
template <class T>
void layer_norm(device, T const* in, extent_t rows, extent_t n, T const* gain, T const* bias, T epsilon, T* out,
                T* kept) {
  using namespace detail;
  parallel_for(rows, n, [=](extent_t first, extent_t last) {
    for (extent_t r = first; r < last; ++r) {
      T const* const x = in + r * n;
      T const mean = row_total<T>(n, [=](extent_t i, extent_t count) { return load_lanes(x + i, count); }) / T(n);
      T const variance = row_total<T>(n,
                                      [=](extent_t i, extent_t count) -> vec<T> {
                                        vec<T> const d = load_lanes(x + i, count) - mean;
                                        return d * d;
                                      }) /
                         T(n);
      T const scale = T(1) / std::sqrt(variance + epsilon);
      each_vector<T>(n, [=](extent_t i, extent_t count) {
        vec<T> const unit = (load_lanes(x + i, count) - mean) * scale;
        store_lanes<T>(out + r * n + i, count, unit * load_lanes(gain + i, count) + load_lanes(bias + i, count));
      });
      kept[2 * r] = mean, kept[2 * r + 1] = scale;
    }
  });
}

// dout [rows, n] -> din [rows, n], written or added
template <class T>
void layer_norm_backward(device, T const* in, T const* dout, extent_t rows, extent_t n, T const* gain, T const* kept,
                         T* din, bool add) {
  using namespace detail;
  parallel_for(rows, n, [=](extent_t first, extent_t last) {
    for (extent_t r = first; r < last; ++r) {
      T const* const x = in + r * n;
      T const* const dy = dout + r * n;
      T const mean = kept[2 * r], scale = kept[2 * r + 1];
      vec<T> slopes{}, products{}; // sums over the row of the gradient of unit, and of it times unit
      each_vector<T>(n, [&](extent_t i, extent_t count) { // beyond count, dy and with it both terms are 0
        vec<T> const dunit = load_lanes(dy + i, count) * load_lanes(gain + i, count);
        slopes += dunit;
        products += dunit * ((load_lanes(x + i, count) - mean) * scale);
      });
      T const slope = sum_lanes<T>(slopes) / T(n), product = sum_lanes<T>(products) / T(n);
      each_vector<T>(n, [=](extent_t i, extent_t count) {
        vec<T> const dunit = load_lanes(dy + i, count) * load_lanes(gain + i, count);
        vec<T> const unit = (load_lanes(x + i, count) - mean) * scale;
        put_lanes<T>(din + r * n + i, count, (dunit - slope - unit * product) * scale, add);
      });
    }
  });
}

// dout [rows, n] -> dgain [n] and dbias [n], added. Threads split the columns, so that every sum goes down the rows in
// their order.
template <class T>
void layer_norm_backward_parameters(device, T const* in, T const* dout, extent_t rows, extent_t n, T const* kept,
                                    T* dgain, T* dbias) {
  using namespace detail;
  constexpr extent_t block = 8 * width<T>;
  parallel_for(n, block, rows, [=](extent_t first, extent_t last) {
    for (extent_t at = first; at < last; at += block) {
      vec<T> gains[8] = {}, biases[8] = {};
      extent_t const columns = std::min(block, last - at);
      for (extent_t r = 0; r < rows; ++r) {
        T const mean = kept[2 * r], scale = kept[2 * r + 1];
        each_vector<T>(columns, [&](extent_t i, extent_t count) {
          vec<T> const dy = load_lanes(dout + r * n + at + i, count);
          biases[i / width<T>] += dy;
          // A gradient of zero adds nothing, whatever stands in the row: it may be padding.
          gains[i / width<T>] +=
              select(dy == vec<T>{}, dy, dy * ((load_lanes(in + r * n + at + i, count) - mean) * scale));
        });
      }
      each_vector<T>(columns, [&](extent_t i, extent_t count) {
        put_lanes<T>(dgain + at + i, count, gains[i / width<T>], true);
        put_lanes<T>(dbias + at + i, count, biases[i / width<T>], true);
      });
    }
  });
}

} // namespace sp::cpu
