// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../core/host_device.hpp"

#include <cmath>

// What the cells of recurrent layers share: one unit of one row at one step is the work of one thread.
namespace sp::gpu::detail {

template <class T>
SHAPEPROOF_HD T gate_sigmoid(T x) {
  return T(1) / (T(1) + std::exp(-x));
}

// The G gates of a unit, which lie `hidden` apart.
template <int G, class T>
SHAPEPROOF_HD void load_gates(T const* from, extent_t hidden, T (&gates)[G]) {
  for (int g = 0; g < G; ++g) gates[g] = from[g * hidden];
}
template <int G, class T>
SHAPEPROOF_HD void store_gates(T const (&gates)[G], extent_t hidden, T* to) {
  for (int g = 0; g < G; ++g) to[g * hidden] = gates[g];
}

template <class T>
SHAPEPROOF_HD T number_or_zero(T const* from, extent_t i) {
  return from != nullptr ? from[i] : T(0);
}
template <class T>
SHAPEPROOF_HD void put_number(T value, T& to, bool add) {
  to = add ? to + value : value;
}

} // namespace sp::gpu::detail
