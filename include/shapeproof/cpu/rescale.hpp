// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "parallel_for.hpp"

#include <cstdint>

namespace sp::cpu {

// to[i] = from[i] / 255, correctly rounded, so that 255 gives exactly 1.
template <class T>
void rescale(std::uint8_t const* from, extent_t n, T* to) {
  parallel_for(n, 1, [=](extent_t begin, extent_t end) {
    for (extent_t i = begin; i < end; ++i) to[i] = static_cast<T>(from[i]) / T(255);
  });
}

} // namespace sp::cpu
