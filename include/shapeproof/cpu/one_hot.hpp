// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../core/extent.hpp"
#include "parallel_for.hpp"
#include <algorithm>

namespace sp::cpu {

// labels [count], each below depth -> out [count, depth]
template <class T>
void one_hot(device, int const* labels, extent_t count, extent_t depth, T* out) {
  parallel_for(count, depth, [=](extent_t begin, extent_t end) {
    std::fill(out + begin * depth, out + end * depth, T(0));
    for (extent_t i = begin; i < end; ++i) out[i * depth + labels[i]] = T(1);
  });
}

} // namespace sp::cpu
