// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/arena.hpp"
#include "parallel.hpp"

#include <algorithm>
#include <utility>

namespace sp::cpu::detail {

// In which order a recurrent kernel takes the rows of a batch: the longest first, and each from its first position in
// reading direction. At step u the rows that still read are then the first active[u] ones, those that have ended cost
// nothing, and reading backwards is reading forwards. Row j of the work is row row[j] of the batch.
struct reading_order {
  extent_t batch, steps; // steps of the longest row
  bool reversed;
  extent_t const* row;    // [batch]
  extent_t const* length; // [batch], in the order of the work
  extent_t const* active; // [steps + 1]
  bool in_place;          // the rows that read at a step lie together, in the order of the work, and steps evenly apart

  // lengths [batch], or nullptr: all rows have `extent` positions. What it looks at lives in `workspace`.
  reading_order(scratch& workspace, extent_t extent, extent_t rows, int const* lengths, bool backwards)
      : batch(rows), steps(0), reversed(backwards), in_place(true) {
    auto const of = [=](extent_t r) {
      return lengths != nullptr ? std::clamp<extent_t>(lengths[r], 0, extent) : extent;
    };
    for (extent_t r = 0; r < rows; ++r) steps = std::max(steps, of(r));
    auto* const longer =
        workspace.take<extent_t>(steps + 1); // [l]: rows longer than l, then the next place for length l
    std::fill_n(longer, steps + 1, extent_t(0));
    for (extent_t r = 0; r < rows; ++r) ++longer[of(r)];
    extent_t sum = 0;
    for (extent_t l = steps; l >= 0; --l) sum += std::exchange(longer[l], sum);
    auto* const still = workspace.take<extent_t>(steps + 1);
    std::copy_n(longer, steps + 1, still);
    auto* const rows_in_order = workspace.take<extent_t>(rows);
    auto* const lengths_in_order = workspace.take<extent_t>(rows);
    for (extent_t r = 0; r < rows; ++r) {
      extent_t const j = longer[of(r)]++;
      rows_in_order[j] = r;
      lengths_in_order[j] = of(r);
      in_place = in_place && j == r && !(reversed && of(r) != steps);
    }
    row = rows_in_order, length = lengths_in_order, active = still;
  }

  // Where the batch has the position that row j reads at step u: [position, batch]
  extent_t position(extent_t u, extent_t j) const { return (reversed ? length[j] - 1 - u : u) * batch + row[j]; }
  // How many of these rows read at step u
  extent_t active_in(range rows, extent_t u) const {
    return std::clamp<extent_t>(active[u] - rows.first, 0, rows.last - rows.first);
  }
  // The number of positions that are read
  extent_t total() const {
    extent_t sum = 0;
    for (extent_t u = 0; u < steps; ++u) sum += active[u];
    return sum;
  }
  // The part-th of `parts` shares of the rows, with nearly equal numbers of positions, cut at multiples of `step` rows
  range share(int part, int parts, extent_t step) const {
    extent_t const all = total();
    auto const cut = [&](int k) {
      extent_t j = 0;
      for (extent_t before = 0; j < batch; j += step) {
        extent_t here = 0;
        for (extent_t i = j; i < std::min(batch, j + step); ++i) here += length[i];
        if (2 * parts * before + parts * here > 2 * k * all) break; // more than half of these belong behind the cut
        before += here;
      }
      return k == 0 ? 0 : k == parts ? batch : std::min(j, batch);
    };
    return {cut(part), cut(part + 1)};
  }
};

} // namespace sp::cpu::detail
