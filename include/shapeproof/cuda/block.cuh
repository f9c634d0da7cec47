// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"

#include <cstring>
#include <cuda_runtime.h>
#include <type_traits>
#ifdef SHAPEPROOF_EMULATED_CUDA
#include <emulated_cuda/library.hpp>
#else
#include <cooperative_groups.h>
#endif

// SHAPEPROOF_SHARED_ARRAY(T, name): `T* name` is the dynamic shared memory of the launch.
// SHAPEPROOF_SHARED_FIXED(T, name, n): `T* name` is an array of n in shared memory, of this block alone in cooperative launches
// too. Both are uninitialised.
#ifdef SHAPEPROOF_EMULATED_CUDA
#define SHAPEPROOF_SHARED_ARRAY(type, name) type* const name = ::emulated_cuda::dynamic_shared<type>()
#define SHAPEPROOF_SHARED_FIXED(type, name, n)                                                                         \
  static char const name##_key_ = 0;                                                                                   \
  type* const name = ::emulated_cuda::fixed_shared<type>(&name##_key_, (n))
#else
#define SHAPEPROOF_SHARED_ARRAY(type, name)                                                                            \
  extern __shared__ __align__(128) unsigned char shapeproof_dynamic_shared[];                                          \
  type* const name = reinterpret_cast<type*>(shapeproof_dynamic_shared)
#define SHAPEPROOF_SHARED_FIXED(type, name, n)                                                                         \
  __shared__ alignas(type) unsigned char name##_bytes_[sizeof(type) * (n)];                                            \
  type* const name = reinterpret_cast<type*>(name##_bytes_)
#endif

// What the threads of a warp, a block and a grid do together. All threads of a warp or block must call these; blocks have a
// multiple of 32 threads. Sums go in an order that depends on the number of threads alone.
namespace sp::gpu {

inline constexpr unsigned all_lanes = 0xffffffffu;

__device__ inline int thread_in_block() {
  return static_cast<int>(threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z));
}
__device__ inline int threads_of_block() { return static_cast<int>(blockDim.x * blockDim.y * blockDim.z); }
__device__ inline int lane_of_warp() { return thread_in_block() & 31; }

namespace detail {
// Shuffles of anything trivially copyable, word by word.
template <class T, class Shuffle>
__device__ T shuffle_words(T const& value, Shuffle shuffle) {
  static_assert(std::is_trivially_copyable_v<T>);
  constexpr int words = static_cast<int>((sizeof(T) + 3) / 4);
  unsigned word[words] = {};
  memcpy(word, &value, sizeof(T));
  for (int w = 0; w < words; ++w) word[w] = shuffle(word[w]);
  T result;
  memcpy(&result, word, sizeof(T));
  return result;
}
struct by_xor {
  int lanes;
  __device__ unsigned operator()(unsigned word) const { return __shfl_xor_sync(all_lanes, word, lanes); }
};
struct from_below {
  unsigned lanes;
  __device__ unsigned operator()(unsigned word) const { return __shfl_down_sync(all_lanes, word, lanes); }
};
struct from_lane {
  int lane;
  __device__ unsigned operator()(unsigned word) const { return __shfl_sync(all_lanes, word, lane); }
};
struct sum_of_two {
  template <class T>
  __device__ T operator()(T a, T b) const {
    return a + b;
  }
};
struct larger_of_two {
  template <class T>
  __device__ T operator()(T a, T b) const {
    return a < b ? b : a;
  }
};
} // namespace detail

// f(f(...), ...) of the 32 values of a warp, in all threads; f must not mind the order of its two operands.
template <class T, class F>
__device__ T warp_reduce(T x, F f) {
  for (int lanes = 16; lanes > 0; lanes /= 2) x = f(x, detail::shuffle_words(x, detail::by_xor{lanes}));
  return x;
}
template <class T>
__device__ T warp_sum(T x) {
  return warp_reduce(x, detail::sum_of_two{});
}
template <class T>
__device__ T warp_max(T x) {
  return warp_reduce(x, detail::larger_of_two{});
}

// The same over all threads of the block. It may be called again at once.
template <class T, class F>
__device__ T block_reduce(T x, F f) {
  SHAPEPROOF_SHARED_FIXED(T, of_warps, 32);
  x = warp_reduce(x, f);
  int const warps = threads_of_block() / 32;
  if (warps == 1) return x;
  int const lane = lane_of_warp(), warp = thread_in_block() / 32;
  if (lane == 0) of_warps[warp] = x;
  __syncthreads();
  x = of_warps[lane < warps ? lane : 0];
  for (unsigned lanes = 16; lanes > 0; lanes /= 2) {
    T const other = detail::shuffle_words(x, detail::from_below{lanes});
    if (lane + static_cast<int>(lanes) < warps) x = f(x, other);
  }
  x = detail::shuffle_words(x, detail::from_lane{0});
  __syncthreads(); // of_warps is read: the next call may write
  return x;
}
template <class T>
__device__ T block_sum(T x) {
  return block_reduce(x, detail::sum_of_two{});
}
template <class T>
__device__ T block_max(T x) {
  return block_reduce(x, detail::larger_of_two{});
}

// All threads of all blocks meet, and see what the others wrote to global memory before. Only in cooperative launches.
__device__ inline void grid_barrier() {
#ifdef SHAPEPROOF_EMULATED_CUDA
  ::emulated_cuda::grid_barrier();
#else
  cooperative_groups::this_grid().sync();
#endif
}

} // namespace sp::gpu
