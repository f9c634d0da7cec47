// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>

#include "../core/extent.hpp"
#include "launch.cuh"

// One thread for each element: what all elementwise kernels are launched through.
namespace sp::gpu {

namespace detail {

// Index is as wide as the arithmetic of f needs: a division of 64 bits costs as much as several memory accesses.
template <class Index, class F>
__global__ void each_kernel(Index n, F f) {
  Index const step = static_cast<Index>(gridDim.x) * blockDim.x;
  for (Index i = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) f(i);
}

inline constexpr int each_threads = 256;

template <class Index, class F>
void each_with(char const* operation, extent_t n, F const& f) {
  if (n <= 0) return;
  extent_t const most = extent_t(32) * multiprocessors(); // several rounds of what is resident at once
  auto const blocks = static_cast<unsigned>(std::min((n + each_threads - 1) / each_threads, most));
  launch(operation, each_kernel<Index, F>, {dim3(blocks), dim3(each_threads)}, static_cast<Index>(n), f);
}

// Whether positions below n are counted in 32 bits, also a step of the grid beyond the last one.
inline bool narrow(extent_t n) { return n <= std::numeric_limits<std::int32_t>::max(); }

} // namespace detail

// f(i) for each i in [0, n), in any order and at the same time. f is a functor for the GPU and is called with std::uint32_t
// or extent_t: the first where n is below 2^31.
template <class F>
void each(char const* operation, extent_t n, F const& f) {
  if (detail::narrow(n))
    detail::each_with<std::uint32_t>(operation, n, f);
  else
    detail::each_with<extent_t>(operation, n, f);
}

} // namespace sp::gpu
