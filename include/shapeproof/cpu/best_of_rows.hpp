// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/row_choice.hpp"
#include "../tape/arena.hpp"
#include "rows.hpp"
#include <cmath>

// What a search makes of scores: the best few positions of each row, and what their softmax would give them.
namespace sp::cpu {
namespace detail {

// The `count` best positions of x [n] less the excluded one, best first, of equal ones the lower first; then -1 for
// each that is missing. A score of -infinity is never among them.
template <class T>
void best_of_row(T const* x, extent_t n, extent_t count, int excluded, int* best) {
  constexpr extent_t block = 8 * width<T>; // passed over at once where nothing in it is good enough
  extent_t found = 0;
  T least = -std::numeric_limits<T>::infinity();
  for (extent_t start = 0; start < n; start += block) {
    extent_t const end = std::min(n, start + block);
    if (!(row_max(x + start, end - start) > least)) continue;
    for (extent_t i = start; i < end; ++i) {
      if (!(x[i] > least) || i == excluded) continue;
      extent_t at = found < count ? found++ : count - 1;
      for (; at > 0 && x[i] > x[best[at - 1]]; --at) best[at] = best[at - 1];
      best[at] = static_cast<int>(i);
      if (found == count) least = x[best[count - 1]];
    }
  }
  std::fill(best + found, best + count, -1);
}

// Whether x [n] has a NaN or +infinity.
template <class T>
bool row_is_faulty(T const* x, extent_t n) {
  vec_mask<T> fault{};
  each_vector<T>(n, [&](extent_t i, extent_t count) {
    fault |= ~(load_lanes(x + i, count) < splat(std::numeric_limits<T>::infinity()));
  });
  for (int i = 0; i < width<T>; ++i)
    if (fault[i] != 0) return true;
  return false;
}

} // namespace detail

// scores [rows, n] -> best [rows, count], as in detail::best_of_row, and, unless it is nullptr, log_probabilities
// [rows, count]: the logarithm of their softmax over the whole row, the excluded position too. Gives back the first
// wanted row with a NaN, with +infinity, or without any position to choose; -1 if there is none.
template <class T>
extent_t best_of_rows(device, kernels::row_choice const& c, T const* scores, int* best, double* log_probabilities) {
  scratch workspace;
  bool* const faulty = workspace.take<bool>(c.rows);
  parallel_for(c.rows, log_probabilities ? 8 * c.n : 2 * c.n, [&](extent_t first, extent_t last) {
    for (extent_t r = first; r < last; ++r) {
      faulty[r] = false;
      if (!c.wanted[r]) continue;
      T const* const x = scores + r * c.n;
      int* const found = best + r * c.count;
      detail::best_of_row(x, c.n, c.count, c.excluded, found);
      faulty[r] = found[0] < 0 || detail::row_is_faulty(x, c.n);
      if (faulty[r] || log_probabilities == nullptr) continue;
      T const top = detail::row_max(x, c.n);
      T const sum = detail::row_total<T>(
          c.n, [&](extent_t i, extent_t count) -> vec<T> { return exp(detail::load_lanes(x + i, count) - top); });
      double const log_sum = std::log(static_cast<double>(sum));
      for (extent_t k = 0; k < c.count && found[k] >= 0; ++k)
        log_probabilities[r * c.count + k] =
            std::min(0., static_cast<double>(x[found[k]]) - static_cast<double>(top) - log_sum);
    }
  });
  bool const* const fault = std::find(faulty, faulty + c.rows, true);
  return fault == faulty + c.rows ? -1 : fault - faulty;
}

} // namespace sp::cpu
