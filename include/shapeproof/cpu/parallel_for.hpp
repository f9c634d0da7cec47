// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "parallel.hpp"

namespace sp::cpu {

// f(first, last) on shares of [0, items), cut at multiples of step. `work` is what one item costs, in elements read or
// written: work that is not worth the waking of threads is done by the caller. Which thread does an item must not
// change the item's result.
template <class F>
void parallel_for(extent_t items, extent_t step, extent_t work, F const& f) {
  constexpr extent_t worth_threads = 32768;
  parallel_ranges(items, step, worth_threads / (work < 1 ? 1 : work) + step + 1, f);
}
template <class F>
void parallel_for(extent_t items, extent_t work, F const& f) {
  parallel_for(items, extent_t(1), work, f);
}

} // namespace sp::cpu
