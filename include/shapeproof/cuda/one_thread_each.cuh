// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "launch.cuh"

#include <cstdint>
#include <limits>

namespace sp::gpu::detail {

// A launch of one thread for each of n > 0 elements, and the element of a thread: n and more for the last ones.
inline extents_of_launch one_thread_each(extent_t n, extent_t threads = 256) {
  return {dim3(static_cast<unsigned>((n + threads - 1) / threads)), dim3(static_cast<unsigned>(threads))};
}
__device__ inline extent_t element_of_thread() { return extent_t(blockIdx.x) * blockDim.x + threadIdx.x; }

// f(I()) with an index type that holds all numbers up to `most`: of 32 bits where that is enough, since its division is
// several times as fast.
template <class F>
void with_index(extent_t most, F const& f) {
  if (most <= std::numeric_limits<std::int32_t>::max() / 2) // leaves room for what is counted beyond the end
    f(std::int32_t());
  else
    f(extent_t());
}

} // namespace sp::gpu::detail
