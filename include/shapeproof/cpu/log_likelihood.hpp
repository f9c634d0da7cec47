// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "loss.hpp"

// The negative log likelihood of what already is a logarithm: no more than a look-up.
namespace sp::cpu {

// logarithms [rows, classes], labels [rows], real [rows] or nullptr for all -> losses [rows], that of the label with
// the other sign, 0 where not real.
template <class T>
void log_likelihood(T const* logarithms, int const* labels, unsigned char const* real, extent_t rows, extent_t classes,
                    T* losses) {
  for (extent_t r = 0; r < rows; ++r)
    losses[r] = detail::is_real(real, r) ? -logarithms[r * classes + labels[r]] : T(0);
}

// dlogarithms [rows, classes] = dloss * the gradient of the mean over `count` rows: -1 / count at the labels of real
// rows, 0 elsewhere
template <class T>
void log_likelihood_backward(int const* labels, unsigned char const* real, extent_t rows, extent_t classes,
                             T const* dloss, extent_t count, T* dlogarithms, bool add) {
  T const weight = *dloss / T(count);
  if (!add) std::fill_n(dlogarithms, rows * classes, T(0));
  for (extent_t r = 0; r < rows; ++r)
    if (detail::is_real(real, r)) dlogarithms[r * classes + labels[r]] -= weight;
}

} // namespace sp::cpu
