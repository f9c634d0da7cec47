// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../context.hpp"

#include <cuda_runtime.h>
#include <type_traits>

namespace sp::gpu {

// The grid of a launch and its dynamic shared memory.
struct extents_of_launch {
  dim3 grid, block;
  std::size_t shared_bytes = 0;
};

namespace detail {

// More dynamic shared memory than this a kernel gets only when it has been asked for.
inline constexpr std::size_t common_shared_bytes = 48 << 10;

inline void allow_shared_bytes(char const* operation, void const* kernel, std::size_t bytes) {
  if (bytes > common_shared_bytes)
    check(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(bytes)),
          operation);
}

template <bool Cooperative, class... P>
void launch_values(char const* operation, void (*kernel)(P...), extents_of_launch const& extents, P... values) {
  static_assert((std::is_trivially_copyable_v<P> && ...), "a kernel's arguments are copied byte by byte");
  if (extents.grid.x == 0 || extents.grid.y == 0 || extents.grid.z == 0) return; // there is nothing to do
  allow_shared_bytes(operation, reinterpret_cast<void const*>(kernel), extents.shared_bytes);
  void* arguments[] = {const_cast<void*>(static_cast<void const*>(&values))..., nullptr};
  if constexpr (Cooperative)
    check(cudaLaunchCooperativeKernel(kernel, extents.grid, extents.block, arguments, extents.shared_bytes, stream()),
          operation);
  else
    check(cudaLaunchKernel(kernel, extents.grid, extents.block, arguments, extents.shared_bytes, stream()), operation);
}

} // namespace detail

// Launches the kernel on this thread's stream. The arguments are converted to its parameters' types; `operation` stands in the
// sentence if it cannot be launched. A grid without blocks has nothing to do.
template <class... P, class... A>
void launch(char const* operation, void (*kernel)(P...), extents_of_launch const& extents, A const&... arguments) {
  static_assert(sizeof...(P) == sizeof...(A), "the kernel takes another number of arguments");
  detail::launch_values<false, P...>(operation, kernel, extents, static_cast<P>(arguments)...);
}

// The same for a kernel whose blocks all run at once, so that they can meet at grid_barrier(): at most blocks_that_fit of them.
template <class... P, class... A>
void launch_cooperative(char const* operation, void (*kernel)(P...), extents_of_launch const& extents,
                        A const&... arguments) {
  static_assert(sizeof...(P) == sizeof...(A), "the kernel takes another number of arguments");
  detail::launch_values<true, P...>(operation, kernel, extents, static_cast<P>(arguments)...);
}

// How many blocks of this kernel the whole device runs at once.
inline int blocks_that_fit(void const* kernel, int threads, std::size_t shared_bytes) {
  detail::context& mine = detail::context::mine();
  auto const [known, fresh] = mine.resident_blocks.try_emplace({kernel, threads, shared_bytes}, 0);
  if (fresh) {
    detail::allow_shared_bytes("blocks_that_fit", kernel, shared_bytes);
    int of_multiprocessor = 0;
    check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&of_multiprocessor, kernel, threads, shared_bytes),
          "blocks_that_fit");
    known->second = of_multiprocessor * multiprocessors();
  }
  return known->second;
}
template <class... P>
int blocks_that_fit(void (*kernel)(P...), int threads, std::size_t shared_bytes) {
  return blocks_that_fit(reinterpret_cast<void const*>(kernel), threads, shared_bytes);
}

} // namespace sp::gpu
