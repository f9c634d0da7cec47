// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <cuda_runtime.h>

#include "../core/extent.hpp"

// Several neighbouring elements that a thread reads or writes in one access.
namespace sp::gpu::detail {

template <class T, int V>
struct alignas(sizeof(T) * V) elements {
  T at[V];
};

// V elements from p on if they stand side by side (step 1), the one at p V times if it is repeated (step 0).
template <int V, class T>
__device__ elements<T, V> load(T const* p, [[maybe_unused]] extent_t step = 1) {
  if constexpr (V > 1)
    if (step == 0) {
      elements<T, V> x;
      for (int i = 0; i < V; ++i) x.at[i] = *p;
      return x;
    }
  return *reinterpret_cast<elements<T, V> const*>(p);
}
template <int V, class T>
__device__ void store(T* p, elements<T, V> const& x) {
  *reinterpret_cast<elements<T, V>*>(p) = x;
}
// What is there and x, or x alone.
template <int V, class T>
__device__ void give(T* p, elements<T, V> x, bool add) {
  if (add) {
    elements<T, V> const before = load<V>(p);
    for (int i = 0; i < V; ++i) x.at[i] += before.at[i];
  }
  store(p, x);
}

// How many T of the largest element make an access of 16 bytes, at most 4.
template <class... T>
inline constexpr int per_access = [] {
  std::size_t largest = 1;
  ((largest = sizeof(T) > largest ? sizeof(T) : largest), ...);
  return largest >= 16 ? 1 : 16 / largest < 4 ? static_cast<int>(16 / largest) : 4;
}();

// Whether V elements at p can be one access.
template <int V, class T>
bool aligned(T const* p) {
  return reinterpret_cast<std::uintptr_t>(p) % (sizeof(T) * V) == 0;
}

} // namespace sp::gpu::detail
