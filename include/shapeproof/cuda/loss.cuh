// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/host_device.hpp"
#include "device.hpp"
#include "map_rows.cuh"
#include "total.cuh"

// What the kernels of losses share.
namespace sp::gpu {
namespace detail {

SHAPEPROOF_HD inline bool is_real(unsigned char const* real, extent_t row) { return real == nullptr || real[row] != 0; }

// What the gradient of a row's loss is multiplied by: that of the mean over `count` rows, or its own.
template <class T>
struct weight_in_mean {
  T const* dloss;
  T count;
  weight_in_mean(T const* d, extent_t n) : dloss(d), count(static_cast<T>(n)) {}
  __device__ T operator()(extent_t) const { return *dloss / count; }
};
template <class T>
struct weight_of_row {
  T const* dlosses;
  __device__ T operator()(extent_t row) const { return dlosses[row]; }
};

template <class T, class Slope>
struct slope_at_label {
  int const* labels;
  unsigned char const* real;
  extent_t classes;
  Slope slope;

  struct of_row {
    int label;
    T slope;
    __device__ T operator()(int column, T) const { return column == label ? slope : T(0); }
  };
  __device__ of_row operator()(extent_t row) const {
    if (!is_real(real, row)) return {-1, T(0)};
    return {labels[row], slope(row, row * classes + labels[row])};
  }
};
template <class T, class Slope>
struct add_slope_at_label {
  int const* labels;
  unsigned char const* real;
  extent_t classes;
  Slope slope;
  T* d;

  template <class Index>
  __device__ void operator()(Index i) const {
    extent_t const row = i;
    if (!is_real(real, row)) return;
    extent_t const at = row * classes + labels[row];
    d[at] += slope(row, at);
  }
};
// d [rows, classes] = slope(row, at) at the label of each real row, 0 elsewhere; `at` is the position of the label.
template <class T, class Slope>
void give_slope_at_label(char const* operation, int const* labels, unsigned char const* real, extent_t rows,
                         extent_t classes, Slope const& slope, T* d, bool add) {
  if (add)
    each(operation, rows, add_slope_at_label<T, Slope>{labels, real, classes, slope, d});
  else
    map_rows<T>(operation, nullptr, rows, classes, slope_at_label<T, Slope>{labels, real, classes, slope}, d, false);
}

template <class T>
struct put_mean {
  T* mean;
  extent_t count;
  __device__ void operator()(unsigned, double sum) const { *mean = static_cast<T>(sum / static_cast<double>(count)); }
};

} // namespace detail

// mean = the sum of losses [rows] / count, the number of those that are real
template <class T>
void mean_loss(device, T const* losses, extent_t rows, extent_t count, T* mean) {
  detail::total("mean_loss", losses, rows, detail::itself{}, detail::put_mean<T>{mean, count});
}

} // namespace sp::gpu
