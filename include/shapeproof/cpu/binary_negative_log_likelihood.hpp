// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>

#include "negative_log_likelihood.hpp"

namespace sp::cpu {

// probabilities [n], labels [n], real [n] or nullptr for all -> losses [n], -log p or -log(1 - p), 0 where not real.
// What is below 1e-12 counts as 1e-12.
template <class T>
void binary_negative_log_likelihood(T const* probabilities, bool const* labels, unsigned char const* real, extent_t n,
                                    T* losses) {
  for (extent_t i = 0; i < n; ++i) {
    T const p = labels[i] ? probabilities[i] : 1 - probabilities[i];
    losses[i] = detail::is_real(real, i) ? -std::log(std::max(p, T(detail::least_probability))) : T(0);
  }
}

// dprobabilities [n] = dloss * the gradient of the mean over `count` elements, -1 / (count p) or 1 / (count (1 - p));
// elements that are not real get nothing
template <class T>
void binary_negative_log_likelihood_backward(T const* probabilities, bool const* labels, unsigned char const* real,
                                             extent_t n, T const* dloss, extent_t count, T* dprobabilities, bool add) {
  T const weight = *dloss / T(count);
  for (extent_t i = 0; i < n; ++i) {
    T const p = std::max(labels[i] ? probabilities[i] : 1 - probabilities[i], T(detail::least_probability));
    T const d = detail::is_real(real, i) ? (labels[i] ? -weight : weight) / p : T(0);
    dprobabilities[i] = add ? dprobabilities[i] + d : d;
  }
}

} // namespace sp::cpu
