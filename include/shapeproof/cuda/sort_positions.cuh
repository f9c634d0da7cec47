// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include "launch.cuh"
#include "scratch.hpp"

// A stable radix sort of ids: where equal ids stand, in order.
namespace sp::gpu::detail {

inline constexpr int most_digit_bits = 8, most_digits = 1 << most_digit_bits;
inline constexpr int keys_of_thread = 8; // in one tile: what a block sorts at once

struct sort_pass {
  int const* ids;
  unsigned const* positions; // nullptr: each id is at its own
  unsigned count;
  unsigned share; // of a block, a multiple of its tile
  int shift, bits;
  unsigned* counts; // [blocks, digits], if there are several blocks
  int* sorted_ids;
  unsigned* sorted_positions;

  __device__ int digits() const { return 1 << bits; }
  __device__ int digit(int id) const { return (id >> shift) & (digits() - 1); }
  __device__ unsigned begin() const { return blockIdx.x * share; }
  __device__ unsigned end() const { return count - begin() < share ? count : begin() + share; }
};

// The lanes of the warp that are `within` and have this lane's digit.
__device__ inline unsigned lanes_with_digit(int digit, int bits, bool within) {
  unsigned same = __ballot_sync(all_lanes, within);
  for (int b = 0; b < bits; ++b) {
    bool const set = (digit >> b) & 1;
    unsigned const of_bit = __ballot_sync(all_lanes, set);
    same &= set ? of_bit : ~of_bit;
  }
  return same;
}
__device__ inline unsigned lanes_below(unsigned lane) { return (1u << lane) - 1; }

// of_digit[digits] in shared memory = how many ids of the block's share have each digit
__device__ inline void count_digits(sort_pass const& p, unsigned* of_digit) {
  for (int d = threadIdx.x; d < p.digits(); d += blockDim.x) of_digit[d] = 0;
  __syncthreads();
  unsigned const lane = threadIdx.x % 32, end = p.end();
  for (unsigned from = p.begin(); from < end; from += blockDim.x) {
    bool const within = from + threadIdx.x < end;
    int const digit = within ? p.digit(p.ids[from + threadIdx.x]) : 0;
    unsigned const same = lanes_with_digit(digit, p.bits, within);
    if (within && (same & lanes_below(lane)) == 0) atomicAdd(&of_digit[digit], static_cast<unsigned>(__popc(same)));
  }
  __syncthreads();
}

template <int threads>
__global__ void count_digits_kernel(sort_pass p) {
  SHAPEPROOF_SHARED_FIXED(unsigned, of_digit, most_digits);
  count_digits(p, of_digit);
  for (int d = threadIdx.x; d < p.digits(); d += threads) p.counts[blockIdx.x * p.digits() + d] = of_digit[d];
}

template <int threads>
__global__ void sort_by_digit_kernel(sort_pass p) {
  static_assert(threads >= most_digits);
  constexpr int warps = threads / 32;
  SHAPEPROOF_SHARED_FIXED(unsigned, start, most_digits); // where the next id with this digit goes
  // [warps, digits], of a tile: how many each warp has; then where its own go
  SHAPEPROOF_SHARED_FIXED(unsigned, of_warps, warps* most_digits);
  int const own = threadIdx.x, warp = own / 32; // of digits each thread has one, if there are so many
  unsigned const lane = threadIdx.x % 32;
  bool const has_digit = own < p.digits();
  unsigned* const of_warp = of_warps + warp * most_digits;

  unsigned total = 0, before = 0; // of the own digit: in all blocks, in those before this one
  if (gridDim.x == 1) {
    count_digits(p, start);
    if (has_digit) total = start[own];
  } else if (has_digit) {
    for (unsigned block = 0; block < gridDim.x; ++block) {
      unsigned const there = p.counts[block * p.digits() + own];
      total += there;
      if (block < blockIdx.x) before += there;
    }
    start[own] = total;
  }
  __syncthreads();
  for (int step = 1; step < p.digits(); step *= 2) { // start[d] = the sum of the totals up to d
    unsigned const add = has_digit && own >= step ? start[own - step] : 0;
    __syncthreads();
    if (has_digit) start[own] += add;
    __syncthreads();
  }
  if (has_digit) start[own] += before - total;

  unsigned const end = p.end();
  for (unsigned tile = p.begin(); tile < end; tile += threads * keys_of_thread) {
    for (int i = own; i < warps * most_digits; i += threads) of_warps[i] = 0;
    __syncthreads();
    unsigned const first = tile + warp * 32 * keys_of_thread + lane; // this thread's positions are 32 apart
    int ids[keys_of_thread];
    unsigned rank[keys_of_thread];
    for (int k = 0; k < keys_of_thread; ++k) ids[k] = first + 32 * k < end ? p.ids[first + 32 * k] : 0;
    for (int k = 0; k < keys_of_thread; ++k) {
      bool const within = first + 32 * k < end;
      int const digit = p.digit(ids[k]);
      unsigned const same = lanes_with_digit(digit, p.bits, within);
      auto const earlier = static_cast<unsigned>(__popc(same & lanes_below(lane)));
      unsigned const known = of_warp[digit];
      __syncwarp();
      if (within && earlier == 0) of_warp[digit] = known + static_cast<unsigned>(__popc(same));
      __syncwarp();
      rank[k] = known + earlier;
    }
    __syncthreads();
    if (has_digit) {
      unsigned next = start[own];
      for (int w = 0; w < warps; ++w) {
        unsigned const there = of_warps[w * most_digits + own];
        of_warps[w * most_digits + own] = next;
        next += there;
      }
      start[own] = next;
    }
    __syncthreads();
    for (int k = 0; k < keys_of_thread; ++k) {
      unsigned const at = first + 32 * k;
      if (at >= end) continue;
      unsigned const to = of_warp[p.digit(ids[k])] + rank[k];
      p.sorted_ids[to] = ids[k];
      p.sorted_positions[to] = p.positions != nullptr ? p.positions[at] : at;
    }
    __syncthreads();
  }
}

struct sorted_ids {
  int const* ids;            // [count], in ascending order
  unsigned const* positions; // [count], where they stood
};

// ids [count], each below `most` and not negative; count below 2^31
inline sorted_ids sort_positions(char const* operation, scratch& workspace, int const* ids, extent_t count,
                                 extent_t most) {
  constexpr int few_threads = 256, many_threads = 1024;
  constexpr unsigned tile = few_threads * keys_of_thread, most_blocks = 256;
  int const bits = std::max(1, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(most - 1))));
  int const passes = (bits + most_digit_bits - 1) / most_digit_bits;
  sort_pass p = {};
  p.ids = ids;
  p.count = static_cast<unsigned>(count);
  p.bits = (bits + passes - 1) / passes;
  bool const one_block = count <= many_threads * keys_of_thread;
  auto blocks = one_block ? 1u : static_cast<unsigned>(std::min<extent_t>((count + tile - 1) / tile, most_blocks));
  extent_t const share = ((count + blocks - 1) / blocks + tile - 1) / tile * tile;
  p.share = static_cast<unsigned>(share);
  if (!one_block) {
    blocks = static_cast<unsigned>((count + share - 1) / share);
    p.counts = workspace.take<unsigned>(extent_t(blocks) << p.bits);
  }
  int* other_ids = workspace.take<int>(count);
  unsigned* other_positions = workspace.take<unsigned>(count);
  p.sorted_ids = workspace.take<int>(count);
  p.sorted_positions = workspace.take<unsigned>(count);
  for (int pass = 0; pass < passes; ++pass, p.shift += p.bits) {
    if (pass > 0) {
      p.ids = p.sorted_ids;
      p.positions = p.sorted_positions;
      std::swap(p.sorted_ids, other_ids);
      std::swap(p.sorted_positions, other_positions);
    }
    if (one_block) {
      launch(operation, sort_by_digit_kernel<many_threads>, {dim3(1), dim3(many_threads)}, p);
    } else {
      launch(operation, count_digits_kernel<few_threads>, {dim3(blocks), dim3(few_threads)}, p);
      launch(operation, sort_by_digit_kernel<few_threads>, {dim3(blocks), dim3(few_threads)}, p);
    }
  }
  return {p.sorted_ids, p.sorted_positions};
}

} // namespace sp::gpu::detail
