// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../core/extent.hpp"
#include "each.cuh"
#include "launch.cuh"

namespace sp::gpu {
namespace detail {

// Keys that a block sorts in its shared memory.
inline constexpr unsigned sort_tile = 4096;

template <class Key>
__device__ void put_in_order(Key& a, Key& b, bool ascending) {
  if ((b < a) == ascending) {
    Key const c = a;
    a = b;
    b = c;
  }
}

// The part of a bitonic sort that stays inside tiles: merges of runs of `first` keys, then twice as many, up to `last`.
// K. E. Batcher: Sorting networks and their applications, 1968.
template <class Key>
__global__ void sort_tiles_kernel(Key* keys, unsigned tile, extent_t first, extent_t last) {
  SHAPEPROOF_SHARED_ARRAY(Key, part);
  extent_t const begin = static_cast<extent_t>(blockIdx.x) * tile;
  for (unsigned i = threadIdx.x; i < tile; i += blockDim.x) part[i] = keys[begin + i];
  for (extent_t run = first; run <= last; run *= 2)
    for (unsigned apart = (run < tile ? static_cast<unsigned>(run) : tile) / 2; apart > 0; apart /= 2) {
      __syncthreads();
      for (unsigned pair = threadIdx.x; pair < tile / 2; pair += blockDim.x) {
        unsigned const low = 2 * pair - (pair & (apart - 1));
        put_in_order(part[low], part[low + apart], ((begin + low) & run) == 0);
      }
    }
  __syncthreads();
  for (unsigned i = threadIdx.x; i < tile; i += blockDim.x) keys[begin + i] = part[i];
}

// One step of a merge whose partners lie in different tiles.
template <class Key>
struct sort_step {
  Key* keys;
  extent_t run, apart;
  __device__ void operator()(extent_t pair) const {
    extent_t const low = 2 * pair - (pair & (apart - 1));
    put_in_order(keys[low], keys[low + apart], (low & run) == 0);
  }
};

} // namespace detail

// How many keys `sort` takes that shall hold n: a power of two.
inline extent_t sortable(extent_t n) {
  extent_t keys = 64;
  while (keys < n) keys *= 2;
  return keys;
}

// Sorts keys [n] ascending, n from `sortable`. Keys that are all different make it stable, and the same on each run.
template <class Key>
void sort(char const* operation, Key* keys, extent_t n) {
  auto const tile = static_cast<unsigned>(std::min<extent_t>(n, detail::sort_tile));
  auto const inside = [&](extent_t first, extent_t last) {
    launch(operation, detail::sort_tiles_kernel<Key>,
           {dim3(static_cast<unsigned>(n / tile)), dim3(std::min(tile / 2, 1024u)), tile * sizeof(Key)}, keys, tile,
           first, last);
  };
  inside(2, tile);
  for (extent_t run = extent_t(tile) * 2; run <= n; run *= 2) {
    for (extent_t apart = run / 2; apart >= tile; apart /= 2)
      each(operation, n / 2, detail::sort_step<Key>{keys, run, apart});
    inside(run, run);
  }
}

} // namespace sp::gpu
