// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/row_choice.hpp"
#include "../tape/arena.hpp"
#include "scratch.hpp"
#include "softmax.cuh"
#include "top_k.cuh"

// What a search makes of scores: the best few positions of each row, and what their softmax would give them.
namespace sp::gpu {
namespace detail {

// What a search is told of each position that was chosen.
struct chosen_position {
  double log_probability;
  int at;            // -1: there is none
  int row_is_faulty; // the same for all positions of a row
};

// found [rows, count], of every row, wanted or not
template <class T, int V, int K, bool Long>
__global__ void __launch_bounds__(1024)
    best_of_rows_kernel(T const* scores, rows r, teams t, extent_t count, int excluded, chosen_position* found) {
  team_row const row(r, t);
  searched_share<T, V, K, Long> share(scores, row, t);
  exp_sum<T> mine;
  share.each_part([&](row_part<T, 1, V, K>& part) { mine = mine + exp_sum_of<false>(part); });
  auto const all = reduce_team(mine, t, [](exp_sum<T> const& a, exp_sum<T> const& b) { return a + b; });
  double const log_sum = std::log(double(all.sum));
  bool faulty = all.sum != all.sum; // there is a NaN or +infinity
  each_of_the_best(
      share, t, count, [=](candidate<T> const& c) { return c.value > -infinity<T> && c.at != excluded; },
      [&](extent_t place, candidate<T> const& best) {
        if (place == 0) faulty = faulty || !best.exists();
        double const p = double(best.value) - double(all.top) - log_sum;
        if (row.speaks()) found[row.row * count + place] = {p < 0 ? p : 0, best.exists() ? best.at : -1, int(faulty)};
      });
}

} // namespace detail

// scores [rows, n] on the device -> best [rows, count] on the host: the best positions of each wanted row less the
// excluded one, best first, of equal ones the lower first; then -1 for each that is missing. A score of -infinity is
// never among them. And, unless it is nullptr, log_probabilities [rows, count] on the host: the logarithm of their
// softmax over the whole row, the excluded position too. Gives back the first wanted row with a NaN, with +infinity, or
// without any position to choose; -1 if there is none. Waits for the device.
template <class T>
extent_t best_of_rows(device, kernels::row_choice const& c, T const* scores, int* best, double* log_probabilities) {
  if (c.rows == 0) return -1;
  detail::rows const r = detail::rows_of(c.rows, c.n, 1);
  extent_t const size = c.rows * c.count;
  scratch workspace;
  auto* const found = workspace.take<detail::chosen_position>(size);
  detail::with_teams<T, 1>(
      r, detail::movable_in_packs<T>(r, {scores}), [&]<int V, int K, bool Long>(detail::teams const& t) {
        using candidate = detail::candidate<T>; // in shared memory after an exp_sum, which is no larger
        static_assert(sizeof(detail::exp_sum<T>) <= sizeof(candidate));
        launch("best_of_rows", detail::best_of_rows_kernel<T, V, K, Long>, t.extents<candidate>(), scores, r, t,
               c.count, c.excluded, found);
      });
  sp::scratch host_workspace;
  auto* const seen = host_workspace.take<detail::chosen_position>(size);
  copy_to_host(seen, found, sizeof(detail::chosen_position) * static_cast<std::size_t>(size));
  extent_t first_faulty = -1;
  for (extent_t row = 0; row < c.rows; ++row) {
    if (!c.wanted[row]) continue;
    bool const faulty = seen[row * c.count].row_is_faulty != 0;
    if (faulty && first_faulty < 0) first_faulty = row;
    for (extent_t i = row * c.count; i < (row + 1) * c.count; ++i) {
      best[i] = seen[i].at;
      if (log_probabilities != nullptr && !faulty && seen[i].at >= 0) log_probabilities[i] = seen[i].log_probability;
    }
  }
  return first_faulty;
}

} // namespace sp::gpu
