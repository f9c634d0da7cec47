// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"

// What the kernels of losses share.
namespace sp::cpu {
namespace detail {

inline bool is_real(unsigned char const* real, extent_t row) { return !real || real[row]; }

// The sum of losses [n] in double, in an order that depends on n alone
template <class T>
double total_loss(T const* losses, extent_t n) {
  double part[8] = {};
  for (extent_t i = 0; i < n; ++i) part[i % 8] += double(losses[i]);
  return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

} // namespace detail

// mean = the sum of losses [rows] / count, the number of those that are real
template <class T>
void mean_loss(T const* losses, extent_t rows, extent_t count, T* mean) {
  *mean = T(detail::total_loss(losses, rows) / double(count));
}

} // namespace sp::cpu
