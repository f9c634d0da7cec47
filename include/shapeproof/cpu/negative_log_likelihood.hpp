// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "loss.hpp"
#include "parallel_for.hpp"
#include <algorithm>
#include <cmath>

namespace sp::cpu {
namespace detail {

// No probability counts as less: its logarithm and its gradient stay finite.
inline constexpr double least_probability = 1e-12;

template <class T, class Weight>
void negative_log_likelihood_backward(T const* probabilities, int const* labels, unsigned char const* real,
                                      extent_t rows, extent_t classes, Weight const& weight, T* dprobabilities,
                                      bool add) {
  if (!add) std::fill_n(dprobabilities, rows * classes, T(0));
  for (extent_t r = 0; r < rows; ++r)
    if (is_real(real, r)) {
      extent_t const at = r * classes + labels[r];
      dprobabilities[at] -= weight(r) / std::max(probabilities[at], T(least_probability));
    }
}

} // namespace detail

// probabilities [rows, classes], labels [rows], real [rows] or nullptr for all -> losses [rows], -log of the label's
// probability, 0 where not real. A probability below 1e-12 counts as 1e-12.
template <class T>
void negative_log_likelihood(T const* probabilities, int const* labels, unsigned char const* real, extent_t rows,
                             extent_t classes, T* losses) {
  for (extent_t r = 0; r < rows; ++r)
    losses[r] = detail::is_real(real, r)
                    ? -std::log(std::max(probabilities[r * classes + labels[r]], T(detail::least_probability)))
                    : T(0);
}

// dprobabilities [rows, classes] = dloss * the gradient of the mean over `count` rows: -1 / (count p) at the labels of
// real rows, 0 elsewhere. Below 1e-12 it is that at 1e-12, not the 0 of a constant: a label that was given no chance
// can still gain some.
template <class T>
void negative_log_likelihood_backward(T const* probabilities, int const* labels, unsigned char const* real,
                                      extent_t rows, extent_t classes, T const* dloss, extent_t count,
                                      T* dprobabilities, bool add) {
  auto const weight = [w = *dloss / T(count)](extent_t) { return w; };
  detail::negative_log_likelihood_backward(probabilities, labels, real, rows, classes, weight, dprobabilities, add);
}
// The same with a weight for each row: dlosses [rows]
template <class T>
void negative_log_likelihood_backward(T const* probabilities, int const* labels, unsigned char const* real,
                                      extent_t rows, extent_t classes, T const* dlosses, T* dprobabilities, bool add) {
  auto const weight = [=](extent_t r) { return dlosses[r]; };
  detail::negative_log_likelihood_backward(probabilities, labels, real, rows, classes, weight, dprobabilities, add);
}

} // namespace sp::cpu
