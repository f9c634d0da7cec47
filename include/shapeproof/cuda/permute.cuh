// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/permuted_loops.hpp"
#include "device.hpp"
#include "launch.cuh"
#include "one_thread_each.cuh"

#include <cstdint>
#include <span>
#include <type_traits>

namespace sp::gpu {
namespace detail {

// What is moved: so many bytes at once, whatever they mean.
template <int Bytes>
struct word_of;
template <>
struct word_of<1> {
  using type = std::uint8_t;
};
template <>
struct word_of<2> {
  using type = std::uint16_t;
};
template <>
struct word_of<4> {
  using type = std::uint32_t;
};
template <>
struct word_of<8> {
  using type = std::uint64_t;
};
template <>
struct word_of<16> {
  struct alignas(16) type {
    std::uint64_t low, high;
  };
};
template <int Bytes>
using word = typename word_of<Bytes>::type;

template <bool Add, class T>
__device__ void put_permuted(T& to, T const& from) {
  if constexpr (Add)
    to += from;
  else
    to = from;
}

// One thread for each element of the output: what it reads is contiguous where the output's last axis is that of the input.
template <bool Add, class T, class I>
__global__ void gather_permuted_kernel(kernels::permuted_loops loops, I elements, T const* in, T* out) {
  extent_t const element = element_of_thread();
  if (element >= elements) return;
  I rest = I(element), from = 0;
  for (int loop = loops.count - 1; loop > 0; --loop) {
    I const n = I(loops.extent[loop]), outside = rest / n;
    from += (rest - outside * n) * I(loops.from_stride[loop]);
    rest = outside;
  }
  put_permuted<Add>(out[element], in[from + rest * I(loops.from_stride[0])]);
}

inline constexpr int permuted_tile = 32, permuted_tile_rows = 8;

// One block for each square of the output's last axis and the axis `inner` that is contiguous in the input: read along the
// one, written along the other.
template <bool Add, class T>
__global__ void transpose_tiles_kernel(kernels::permuted_loops loops, int inner, T const* in, T* out) {
  constexpr int tile = permuted_tile, rows = permuted_tile_rows, line = tile + 1; // a column lies in different banks
  SHAPEPROOF_SHARED_FIXED(T, square, tile * line);
  int const last = loops.count - 1;
  extent_t const n = loops.extent[last], m = loops.extent[inner], across = (n + tile - 1) / tile,
                 down = (m + tile - 1) / tile;
  extent_t rest = blockIdx.x;
  extent_t const j0 = rest % across * tile;
  rest /= across;
  extent_t const i0 = rest % down * tile;
  rest /= down;
  for (int loop = last - 1; loop >= 0; --loop)
    if (loop != inner) {
      extent_t const at = rest % loops.extent[loop];
      rest /= loops.extent[loop];
      in += at * loops.from_stride[loop], out += at * loops.to_stride[loop];
    }
  int const x = int(threadIdx.x);
  for (int y = int(threadIdx.y); y < tile; y += rows)
    if (i0 + x < m && j0 + y < n) square[y * line + x] = in[i0 + x + (j0 + y) * loops.from_stride[last]];
  __syncthreads();
  for (int y = int(threadIdx.y); y < tile; y += rows)
    if (i0 + y < m && j0 + x < n)
      put_permuted<Add>(out[(i0 + y) * loops.to_stride[inner] + j0 + x], square[x * line + y]);
}

template <bool Add, class T>
void permute_by_gather(kernels::permuted_loops const& loops, T const* in, T* out) {
  extent_t const elements = loops.elements();
  with_index(elements, [&](auto index) {
    using I = decltype(index);
    launch("permute", gather_permuted_kernel<Add, T, I>, one_thread_each(elements), loops, elements, in, out);
  });
}
template <bool Add, class T>
void permute_by_tiles(kernels::permuted_loops const& loops, int inner, T const* in, T* out) {
  constexpr extent_t tile = permuted_tile;
  extent_t const n = loops.extent[loops.count - 1], m = loops.extent[inner];
  extent_t const blocks = loops.elements() / (n * m) * ((n + tile - 1) / tile) * ((m + tile - 1) / tile);
  launch("permute", transpose_tiles_kernel<Add, T>,
         {dim3(static_cast<unsigned>(blocks)), dim3(permuted_tile, permuted_tile_rows)}, loops, inner, in, out);
}

// With an axis shorter than this, most of a square would be empty.
inline constexpr extent_t least_permuted_tile = 8;

template <bool Add, class T>
void permute_elements(kernels::permuted_loops const& loops, T const* in, T* out) {
  int const inner = loops.contiguous_in_input(), last = loops.count - 1;
  if (inner != last && loops.extent[inner] >= least_permuted_tile && loops.extent[last] >= least_permuted_tile)
    permute_by_tiles<Add>(loops, inner, in, out);
  else
    permute_by_gather<Add>(loops, in, out);
}

// Rows that stay together are moved in the largest words that all of them consist of.
template <int Bytes>
void permute_bytes(kernels::permuted_loops const& loops, void const* in, void* out) {
  if constexpr (Bytes < 16) {
    int const last = loops.count - 1;
    auto const bits = reinterpret_cast<std::uintptr_t>(in) | reinterpret_cast<std::uintptr_t>(out);
    bool doubles = loops.from_stride[last] == 1 && loops.extent[last] % 2 == 0 && bits % (2 * Bytes) == 0;
    for (int loop = 0; loop < last; ++loop) doubles = doubles && loops.from_stride[loop] % 2 == 0;
    if (doubles) {
      kernels::permuted_loops halved = loops;
      halved.extent[last] /= 2;
      for (int loop = 0; loop < last; ++loop) halved.from_stride[loop] /= 2, halved.to_stride[loop] /= 2;
      if (halved.extent[last] == 1 && last > 0) --halved.count;
      return permute_bytes<2 * Bytes>(halved, in, out);
    }
  }
  permute_elements<false>(loops, static_cast<word<Bytes> const*>(in), static_cast<word<Bytes>*>(out));
}

} // namespace detail

// in [extents...] -> out: axis k of out is axis order[k] of in; any element of 1, 2, 4 or 8 bytes
template <class T>
void permute(device, T const* in, T* out, std::span<extent_t const> extents, std::span<int const> order) {
  static_assert(std::is_trivially_copyable_v<T>);
  kernels::permuted_loops const loops(extents, order);
  if (loops.elements() > 0) detail::permute_bytes<sizeof(T)>(loops, in, out);
}

// The same with `add`, for gradients: the backward of a permutation is the permutation with the inverse order.
template <class T>
void permute(device on, T const* in, T* out, std::span<extent_t const> extents, std::span<int const> order, bool add) {
  if (!add) return permute(on, in, out, extents, order);
  kernels::permuted_loops const loops(extents, order);
  if (loops.elements() > 0) detail::permute_elements<true>(loops, in, out);
}

} // namespace sp::gpu
