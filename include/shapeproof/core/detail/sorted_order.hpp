// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <utility>
#include <vector>

namespace sp::detail {

// The numbers 0 to n - 1, by merging ever longer runs that are in order.
[[gnu::noinline]] inline std::vector<std::size_t> sort_numbers(std::size_t n, void const* kept,
                                                               bool (*before)(void const*, std::size_t, std::size_t)) {
  std::vector<std::size_t> order(n), merged(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  for (std::size_t run = 1; run < n; run *= 2, order.swap(merged))
    for (std::size_t first = 0; first < n; first += 2 * run) {
      std::size_t const middle = first + run < n ? first + run : n, last = middle + run < n ? middle + run : n;
      for (std::size_t left = first, right = middle, to = first; to < last; ++to) {
        bool const from_right = right < last && (left == middle || before(kept, order[right], order[left]));
        merged[to] = order[from_right ? right++ : left++];
      }
    }
  return order;
}

// The numbers 0 to n - 1 in the order that before(a, b) gives what they stand for; equal ones stay as they are. Compiled
// once, where std::sort would be for each type of element and order.
template <class Before>
std::vector<std::size_t> sorted_order(std::size_t n, Before const& before) {
  return sort_numbers(n, &before, [](void const* kept, std::size_t a, std::size_t b) {
    return (*static_cast<Before const*>(kept))(a, b);
  });
}

// The items in that order.
template <class T>
std::vector<T> arranged(std::vector<T>&& items, std::vector<std::size_t> const& order) {
  std::vector<T> sorted(items.size());
  for (std::size_t i = 0; i < order.size(); ++i) sorted[i] = std::move(items[order[i]]);
  return sorted;
}

} // namespace sp::detail
