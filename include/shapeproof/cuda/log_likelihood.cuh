// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "loss.cuh"

// The negative log likelihood of what already is a logarithm: no more than a look-up.
namespace sp::gpu {
namespace detail {

template <class T>
struct log_likelihood_of_row {
  T const* logarithms;
  int const* labels;
  unsigned char const* real;
  extent_t classes;
  T* losses;

  template <class Index>
  __device__ void operator()(Index i) const {
    extent_t const row = i;
    losses[row] = is_real(real, row) ? -logarithms[row * classes + labels[row]] : T(0);
  }
};
template <class T>
struct log_likelihood_slope {
  weight_in_mean<T> weight;
  __device__ T operator()(extent_t row, extent_t) const { return -weight(row); }
};

} // namespace detail

// logarithms [rows, classes], labels [rows], real [rows] or nullptr for all -> losses [rows], that of the label with
// the other sign, 0 where not real.
template <class T>
void log_likelihood(device, T const* logarithms, int const* labels, unsigned char const* real, extent_t rows,
                    extent_t classes, T* losses) {
  each("log_likelihood", rows, detail::log_likelihood_of_row<T>{logarithms, labels, real, classes, losses});
}

// dlogarithms [rows, classes] = dloss * the gradient of the mean over `count` rows: -1 / count at the labels of real
// rows, 0 elsewhere
template <class T>
void log_likelihood_backward(device, int const* labels, unsigned char const* real, extent_t rows, extent_t classes,
                             T const* dloss, extent_t count, T* dlogarithms, bool add) {
  detail::give_slope_at_label("log_likelihood_backward", labels, real, rows, classes,
                              detail::log_likelihood_slope<T>{{dloss, count}}, dlogarithms, add);
}

} // namespace sp::gpu
