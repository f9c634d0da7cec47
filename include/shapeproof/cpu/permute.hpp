// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../kernels/permuted_loops.hpp"
#include "parallel_for.hpp"
#include "simd.hpp"
#include "unroll.hpp"
#include <algorithm>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

namespace sp::cpu {
namespace detail {

template <bool Add, class T>
void put(T& to, T const& from) {
  if constexpr (Add)
    to += from;
  else
    std::memcpy(&to, &from, sizeof(T));
}

// a0 b0 a1 b1 ... of the lower halves of two vectors, or of the upper ones
template <bool Upper, class V, std::size_t... I>
V zipped(V a, V b, std::index_sequence<I...>) {
  constexpr std::size_t lanes = sizeof...(I), first = Upper ? lanes / 2 : 0;
#ifdef __CUDACC__ // nvcc loses the pack inside the builtin
  return V{(I % 2 == 0 ? a : b)[first + I / 2]...};
#else
  return __builtin_shufflevector(a, b, int(first + I / 2 + I % 2 * lanes)...);
#endif
}

// A square as wide as a vector, transposed in registers: zipping row k with row k + half, all rows log2(width) times,
// moves every element to its place.
template <bool Add, class L>
void transpose_square(L const* from, extent_t from_stride, L* to, extent_t to_stride) {
  constexpr int n = width<L>;
  constexpr auto lanes = std::make_index_sequence<n>();
  vec<L> rows[n], next[n];
  SHAPEPROOF_UNROLL(16)
  for (int j = 0; j < n; ++j) rows[j] = load(from + j * from_stride);
  SHAPEPROOF_UNROLL(4)
  for (int done = 1; done < n; done *= 2) {
    SHAPEPROOF_UNROLL(16)
    for (int k = 0; k < n / 2; ++k) {
      next[2 * k] = zipped<false>(rows[k], rows[k + n / 2], lanes);
      next[2 * k + 1] = zipped<true>(rows[k], rows[k + n / 2], lanes);
    }
    SHAPEPROOF_UNROLL(16)
    for (int k = 0; k < n; ++k) rows[k] = next[k];
  }
  SHAPEPROOF_UNROLL(16)
  for (int i = 0; i < n; ++i) {
    L* const row = to + i * to_stride;
    store<L>(row, Add ? load(row) + rows[i] : rows[i]);
  }
}

// to[i * to_stride + j] = from[i + j * from_stride] for i < m, j < n
template <bool Add, class T>
void transpose(extent_t m, extent_t n, T const* from, extent_t from_stride, T* to, extent_t to_stride) {
  extent_t i_end = 0, j_end = 0; // of what was moved by squares
  if constexpr (sizeof(T) >= 4) {
    using lane = std::conditional_t<sizeof(T) == 4, float, double>; // moved, and added if it is one, bit by bit
    constexpr extent_t square = width<lane>;
    i_end = m / square * square, j_end = n / square * square;
    auto const* const source = reinterpret_cast<lane const*>(from);
    auto* const target = reinterpret_cast<lane*>(to);
    for (extent_t i = 0; i < i_end; i += square)
      for (extent_t j = 0; j < j_end; j += square)
        transpose_square<Add, lane>(source + i + j * from_stride, from_stride, target + i * to_stride + j, to_stride);
  }
  for (extent_t i = 0; i < m; ++i)
    for (extent_t j = i < i_end ? j_end : 0; j < n; ++j) put<Add>(to[i * to_stride + j], from[i + j * from_stride]);
}

template <bool Add, class T>
void permute(T const* in, T* out, std::span<extent_t const> extents, std::span<int const> order) {
  kernels::permuted_loops const loops(extents, order);
  extent_t const total = loops.elements();
  if (total == 0) return;
  // The two inner loops of the work: the output's last axis and, where that one is strided in the input, the axis that
  // is contiguous there. Everything else is an outer loop, counted in `items`.
  int const last = loops.count - 1, inner = loops.contiguous_in_input();
  extent_t const n = loops.extent[last], m = inner == last ? 1 : loops.extent[inner];
  // A long output axis is shared out in slabs, so that a plain matrix has enough items for all threads.
  constexpr extent_t slab = 256;
  extent_t const slabs = inner == last ? 1 : (n + slab - 1) / slab, items = total / (m * n) * slabs;
  parallel_for(items, total / items, [&](extent_t begin, extent_t end) {
    for (extent_t item = begin; item < end; ++item) {
      extent_t rest = item / slabs, from = 0, to = 0;
      for (int loop = last - 1; loop >= 0; --loop)
        if (loop != inner) {
          extent_t const at = rest % loops.extent[loop];
          rest /= loops.extent[loop];
          from += at * loops.from_stride[loop], to += at * loops.to_stride[loop];
        }
      if (inner == last) {
        if constexpr (Add)
          for (extent_t j = 0; j < n; ++j) out[to + j] += in[from + j];
        else
          std::memcpy(out + to, in + from, sizeof(T) * std::size_t(n));
      } else {
        extent_t const j = item % slabs * slab, stride = loops.from_stride[last];
        transpose<Add>(m, std::min(slab, n - j), in + from + j * stride, stride, out + to + j, loops.to_stride[inner]);
      }
    }
  });
}

// An element of which only its bytes are moved: one instantiation per size, not one per type of index.
template <std::size_t Size>
struct word {
  unsigned char bytes[Size];
};

} // namespace detail

// in [extents...] -> out: axis k of out is axis order[k] of in; any element of 1, 2, 4 or 8 bytes
template <class T>
void permute(T const* in, T* out, std::span<extent_t const> extents, std::span<int const> order) {
  static_assert(std::is_trivially_copyable_v<T>);
  using word = detail::word<sizeof(T)>;
  detail::permute<false>(reinterpret_cast<word const*>(in), reinterpret_cast<word*>(out), extents, order);
}

// The same with `add`, for gradients: the backward of a permutation is the permutation with the inverse order.
template <class T>
void permute(T const* in, T* out, std::span<extent_t const> extents, std::span<int const> order, bool add) {
  if (add)
    detail::permute<true>(in, out, extents, order);
  else
    permute(in, out, extents, order);
}

} // namespace sp::cpu
