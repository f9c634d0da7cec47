// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>

#include "loss.cuh"

namespace sp::gpu {
namespace detail {

// No probability counts as less: its logarithm and its gradient stay finite.
inline constexpr double least_probability = 1e-12;

template <class T>
SHAPEPROOF_HD T counted_probability(T p) {
  return p < T(least_probability) ? T(least_probability) : p;
}

template <class T>
struct negative_log_likelihood_of_row {
  T const* probabilities;
  int const* labels;
  unsigned char const* real;
  extent_t classes;
  T* losses;

  template <class Index>
  __device__ void operator()(Index i) const {
    extent_t const row = i;
    losses[row] =
        is_real(real, row) ? -std::log(counted_probability(probabilities[row * classes + labels[row]])) : T(0);
  }
};
template <class T, class Weight>
struct negative_log_likelihood_slope {
  T const* probabilities;
  Weight weight;
  __device__ T operator()(extent_t row, extent_t at) const {
    return -weight(row) / counted_probability(probabilities[at]);
  }
};
template <class T, class Weight>
void negative_log_likelihood_backward(T const* probabilities, int const* labels, unsigned char const* real,
                                      extent_t rows, extent_t classes, Weight const& weight, T* dprobabilities,
                                      bool add) {
  give_slope_at_label("negative_log_likelihood_backward", labels, real, rows, classes,
                      negative_log_likelihood_slope<T, Weight>{probabilities, weight}, dprobabilities, add);
}

} // namespace detail

// probabilities [rows, classes], labels [rows], real [rows] or nullptr for all -> losses [rows], -log of the label's
// probability, 0 where not real. A probability below 1e-12 counts as 1e-12.
template <class T>
void negative_log_likelihood(device, T const* probabilities, int const* labels, unsigned char const* real,
                             extent_t rows, extent_t classes, T* losses) {
  each("negative_log_likelihood", rows,
       detail::negative_log_likelihood_of_row<T>{probabilities, labels, real, classes, losses});
}

// dprobabilities [rows, classes] = dloss * the gradient of the mean over `count` rows: -1 / (count p) at the labels of
// real rows, 0 elsewhere. Below 1e-12 it is that at 1e-12, not the 0 of a constant: a label that was given no chance
// can still gain some.
template <class T>
void negative_log_likelihood_backward(device, T const* probabilities, int const* labels, unsigned char const* real,
                                      extent_t rows, extent_t classes, T const* dloss, extent_t count,
                                      T* dprobabilities, bool add) {
  detail::negative_log_likelihood_backward(probabilities, labels, real, rows, classes,
                                           detail::weight_in_mean<T>{dloss, count}, dprobabilities, add);
}
// The same with a weight for each row: dlosses [rows]
template <class T>
void negative_log_likelihood_backward(device, T const* probabilities, int const* labels, unsigned char const* real,
                                      extent_t rows, extent_t classes, T const* dlosses, T* dprobabilities, bool add) {
  detail::negative_log_likelihood_backward(probabilities, labels, real, rows, classes,
                                           detail::weight_of_row<T>{dlosses}, dprobabilities, add);
}

} // namespace sp::gpu
