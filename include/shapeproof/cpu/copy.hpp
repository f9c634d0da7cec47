// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../core/extent.hpp"
#include "../tape/arena.hpp"
#include "parallel_for.hpp"
#include "simd.hpp"
#include <algorithm>
#include <cstring>
#include <type_traits>

namespace sp::cpu {
namespace detail {

// to[n] += from[n]
template <class T>
void add_block(extent_t n, T const* from, T* to) {
  extent_t i = 0;
  for (; i + width<T> <= n; i += width<T>) store(to + i, load(to + i) + load(from + i));
  for (; i < n; ++i) to[i] += from[i];
}

template <class T>
void copy_block(extent_t n, T const* from, T* to) {
  if (n < 8)
    for (extent_t i = 0; i < n; ++i) to[i] = from[i];
  else
    std::memcpy(static_cast<void*>(to), from, sizeof(T) * std::size_t(n));
}

} // namespace detail

// p [n] = value
template <class T>
void fill(device, T* p, extent_t n, T value) {
  std::fill_n(p, n, value);
}
// to [n] = from
template <class T>
void copy(device, extent_t n, T const* from, T* to) {
  if (n > 0) std::memcpy(static_cast<void*>(to), from, sizeof(T) * std::size_t(n));
}
// to [n] += from
template <class T>
void add(device, extent_t n, T const* from, T* to) {
  detail::add_block(n, from, to);
}
// What an operation made on the host, to where its kernels read it; and what they read, to where the host looks at it.
template <class T>
void copy_from_host(device on, extent_t n, T const* from, T* to) {
  copy(on, n, from, to);
}
template <class T>
T const* on_host(device, scratch&, T const* p, extent_t) {
  return p;
}

// to[outer, block] = from[outer, block], whose blocks begin from_stride and to_stride elements apart: slice, concat,
// stack and unstack, and with `add` (float and double only) their backward.
template <class T>
void copy_blocks(device, extent_t outer, extent_t block, T const* from, extent_t from_stride, T* to, extent_t to_stride,
                 bool add = false) {
  parallel_for(outer, block, [=](extent_t begin, extent_t end) {
    for (extent_t o = begin; o < end; ++o) {
      if constexpr (std::is_floating_point_v<T>)
        if (add) {
          detail::add_block(block, from + o * from_stride, to + o * to_stride);
          continue;
        }
      detail::copy_block(block, from + o * from_stride, to + o * to_stride);
    }
  });
}

// in [outer, n, inner], indices [count], each below n -> out [outer, count, inner]
template <class T>
void gather(device, T const* in, int const* indices, extent_t outer, extent_t n, extent_t count, extent_t inner,
            T* out) {
  parallel_for(outer * count, inner, [=](extent_t begin, extent_t end) {
    for (extent_t row = begin; row < end; ++row)
      detail::copy_block(inner, in + (row / count * n + indices[row % count]) * inner, out + row * inner);
  });
}

// dout [outer, count, inner] -> din [outer, n, inner]. Threads split what is beside the indexed axis, so an element of
// din gathers its parts in the order of the indices, whoever does it. Positions whose index is `skipped` give nothing.
template <class T>
void gather_backward(device, T const* dout, int const* indices, extent_t outer, extent_t n, extent_t count,
                     extent_t inner, T* din, bool add, int skipped = -1) {
  constexpr extent_t columns = 32; // a share of a row, two cache lines of float
  extent_t const shares = (inner + columns - 1) / columns;
  parallel_for(outer * shares, (add ? count : n + count) * std::min(inner, columns), [=](extent_t begin, extent_t end) {
    while (begin < end) {
      extent_t const o = begin / shares, share = begin % shares, taken = std::min(end - begin, shares - share);
      extent_t const first = share * columns, block = std::min(inner, (share + taken) * columns) - first;
      T* const to = din + o * n * inner + first;
      T const* const from = dout + o * count * inner + first;
      if (!add)
        for (extent_t row = 0; row < n; ++row) std::fill_n(to + row * inner, block, T(0));
      for (extent_t row = 0; row < count; ++row)
        if (indices[row] != skipped) detail::add_block(block, from + row * inner, to + indices[row] * inner);
      begin += taken;
    }
  });
}

// chosen [rows, m], each below n -> positions [rows, m]: the same counted through all rows of n
inline void positions_in_rows(device, int const* chosen, extent_t rows, extent_t m, extent_t n, int* positions) {
  for (extent_t row = 0; row < rows; ++row)
    for (extent_t k = 0; k < m; ++k) positions[row * m + k] = static_cast<int>(row * n) + chosen[row * m + k];
}

// One position for each element of an axis inside: in [outer, n, middle, inner], indices [outer, middle], each below n
// -> out [outer, middle, inner]. The last real step of each row of a batch is one. A negative index gives zeros.
template <class T>
void pick(device, T const* in, int const* indices, extent_t outer, extent_t n, extent_t middle, extent_t inner,
          T* out) {
  parallel_for(outer * middle, inner, [=](extent_t begin, extent_t end) {
    for (extent_t row = begin; row < end; ++row) {
      extent_t const o = row / middle, m = row % middle;
      if (indices[row] < 0)
        std::fill_n(out + row * inner, inner, T(0));
      else
        detail::copy_block(inner, in + ((o * n + indices[row]) * middle + m) * inner, out + row * inner);
    }
  });
}

// dout [outer, middle, inner] -> din [outer, n, middle, inner]
template <class T>
void pick_backward(device, T const* dout, int const* indices, extent_t outer, extent_t n, extent_t middle,
                   extent_t inner, T* din, bool add) {
  parallel_for(outer * middle, n * inner, [=](extent_t begin, extent_t end) {
    for (extent_t row = begin; row < end; ++row) {
      T* const to = din + (row / middle * n * middle + row % middle) * inner;
      if (!add)
        for (extent_t t = 0; t < n; ++t) std::fill_n(to + t * middle * inner, inner, T(0));
      if (indices[row] >= 0) detail::add_block(inner, dout + row * inner, to + indices[row] * middle * inner);
    }
  });
}

} // namespace sp::cpu
