// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "layout.hpp"
#include "ragged_over.hpp"

namespace sp::detail {

// real [elements of s]: 1 where the position is within the lengths of every ragged axis, else 0. Gives back how many
// are.
template <class... A>
extent_t mark_real_positions(shape<A...> const& s, unsigned char* real) {
  std::fill_n(real, s.elements(), static_cast<unsigned char>(1));
  (
      [&] {
        if constexpr (ragged_axis<A>) {
          auto const at = around_axis<A>(s);
          auto const lengths = lengths_around<A>(s);
          for (extent_t o = 0; o < at.outer; ++o)
            for (extent_t i = 0; i < at.inner; ++i)
              for (extent_t t = lengths.real(o, i, at.n); t < at.n; ++t) real[(o * at.n + t) * at.inner + i] = 0;
        }
      }(),
      ...);
  return std::count(real, real + s.elements(), static_cast<unsigned char>(1));
}

} // namespace sp::detail
