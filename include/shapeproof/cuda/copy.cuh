// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <type_traits>

#include "../core/extent.hpp"
#include "../tape/arena.hpp"
#include "add_rows.cuh"
#include "device.hpp"
#include "each.cuh"
#include "elements.cuh"
#include "scratch.hpp"
#include "storage.hpp"

namespace sp::gpu {
namespace detail {

template <class T>
struct filled {
  T* p;
  T value;
  __device__ void operator()(extent_t i) const { p[i] = value; }
};
struct counted {
  std::int32_t* to;
  __device__ void operator()(extent_t i) const { to[i] = static_cast<std::int32_t>(i); }
};

struct counted_through_rows {
  int const* chosen;
  extent_t m, n;
  int* positions;
  template <class Index>
  __device__ void operator()(Index i) const {
    positions[i] = static_cast<int>(i / static_cast<Index>(m) * n) + chosen[i];
  }
};

// A row of accesses: which one, and where in it.
template <class Index>
struct row_of_accesses {
  Index row, column;
  __device__ row_of_accesses(Index i, extent_t columns)
      : row(i / static_cast<Index>(columns)), column(i - row * static_cast<Index>(columns)) {}
};

template <int V, class T>
struct copied_blocks {
  T const* from;
  extent_t from_stride;
  T* to;
  extent_t to_stride, accesses;
  bool add;
  template <class Index>
  __device__ void operator()(Index i) const {
    row_of_accesses<Index> const at(i, accesses);
    extent_t const offset = static_cast<extent_t>(at.column) * V;
    auto const x = load<V>(from + at.row * from_stride + offset);
    T* const place = to + at.row * to_stride + offset;
    if constexpr (std::is_floating_point_v<T>)
      give(place, x, add);
    else
      store(place, x);
  }
};

template <int V, class T>
struct gathered {
  T const* in;
  int const* indices;
  extent_t n, count, accesses;
  T* out;
  template <class Index>
  __device__ void operator()(Index i) const {
    row_of_accesses<Index> const at(i, accesses), group(at.row, count);
    store(out + static_cast<extent_t>(i) * V,
          load<V>(in + ((group.row * n + indices[group.column]) * accesses + at.column) * V));
  }
};

template <int V, class T>
struct picked {
  T const* in;
  int const* indices;
  extent_t n, middle, accesses;
  T* out;
  template <class Index>
  __device__ void operator()(Index i) const {
    row_of_accesses<Index> const at(i, accesses), group(at.row, middle);
    int const index = indices[at.row];
    elements<T, V> x = {};
    if (index >= 0) x = load<V>(in + (((group.row * n + index) * middle + group.column) * accesses + at.column) * V);
    store(out + static_cast<extent_t>(i) * V, x);
  }
};
// The same walk over dout adds; what is not picked stays.
template <class T>
struct added_where_picked {
  T const* dout;
  int const* indices;
  extent_t n, middle, inner;
  T* din;
  template <class Index>
  __device__ void operator()(Index i) const {
    row_of_accesses<Index> const at(i, inner), group(at.row, middle);
    int const index = indices[at.row];
    if (index >= 0) din[((group.row * n + index) * middle + group.column) * inner + at.column] += dout[i];
  }
};
// A walk over din writes, zeros too.
template <class T>
struct written_where_picked {
  T const* dout;
  int const* indices;
  extent_t n, middle, inner;
  T* din;
  template <class Index>
  __device__ void operator()(Index i) const {
    row_of_accesses<Index> const at(i, inner), group(at.row, middle), step(group.row, n);
    extent_t const row = step.row * middle + group.column;
    din[i] = indices[row] == static_cast<extent_t>(step.column) ? dout[row * inner + at.column] : T(0);
  }
};

} // namespace detail

// p [n] = value
template <class T>
void fill(device, T* p, extent_t n, T value) {
  each("fill", n, detail::filled<T>{p, value});
}

// to [n] = 0, 1, 2 ...
inline void iota(device, std::int32_t* to, extent_t n) { each("iota", n, detail::counted{to}); }

// to [n] = from [n]
template <class T>
void copy(device, extent_t n, T const* from, T* to) {
  copy_on_device(to, from, sizeof(T) * static_cast<std::size_t>(n));
}

// to [n] on the device = from [n] of the host, which may change at once: what an operation made there.
template <class T>
void copy_from_host(device, extent_t n, T const* from, T* to) {
  copy_to_device(to, from, sizeof(T) * static_cast<std::size_t>(n));
}
// p [n], copied to where the host looks at it, for which it waits.
template <class T>
T const* on_host(device, sp::scratch& workspace, T const* p, extent_t n) {
  T* const here = workspace.take<T>(n);
  copy_to_host(here, p, sizeof(T) * static_cast<std::size_t>(n));
  return here;
}

// to[outer, block] = from[outer, block], whose blocks begin from_stride and to_stride elements apart: slice, concat,
// stack and unstack, and with `add` (float and double only) their backward.
template <class T>
void copy_blocks(device, extent_t outer, extent_t block, T const* from, extent_t from_stride, T* to, extent_t to_stride,
                 bool add = false) {
  constexpr int V = detail::per_access<T>;
  if (block % V == 0 && (outer == 1 || (from_stride % V == 0 && to_stride % V == 0)) && detail::aligned<V>(from) &&
      detail::aligned<V>(to))
    each("copy_blocks", outer * (block / V),
         detail::copied_blocks<V, T>{from, from_stride, to, to_stride, block / V, add});
  else
    each("copy_blocks", outer * block, detail::copied_blocks<1, T>{from, from_stride, to, to_stride, block, add});
}

// to [n] += from [n]
template <class T>
void add(device on, extent_t n, T const* from, T* to) {
  copy_blocks(on, 1, n, from, n, to, n, true);
}

// in [outer, n, inner], indices [count], each below n -> out [outer, count, inner]
template <class T>
void gather(device, T const* in, int const* indices, extent_t outer, extent_t n, extent_t count, extent_t inner,
            T* out) {
  constexpr int V = detail::per_access<T>;
  if (inner % V == 0 && detail::aligned<V>(in) && detail::aligned<V>(out))
    each("gather", outer * count * (inner / V), detail::gathered<V, T>{in, indices, n, count, inner / V, out});
  else
    each("gather", outer * count * inner, detail::gathered<1, T>{in, indices, n, count, inner, out});
}

// dout [outer, count, inner] -> din [outer, n, inner]. An element of din gathers its parts in an order that depends on the
// indices alone. Positions whose index is `skipped` give nothing.
template <class T>
void gather_backward(device on, T const* dout, int const* indices, extent_t outer, extent_t n, extent_t count,
                     extent_t inner, T* din, bool add, int skipped = -1) {
  if (!add) fill(on, din, outer * n * inner, T(0));
  detail::add_rows("gather_backward", dout, indices, outer, n, count, inner, din, skipped);
}

// chosen [rows, m], each below n -> positions [rows, m]: the same counted through all rows of n
inline void positions_in_rows(device, int const* chosen, extent_t rows, extent_t m, extent_t n, int* positions) {
  each("gather_within", rows * m, detail::counted_through_rows{chosen, m, n, positions});
}

// One position for each element of an axis inside: in [outer, n, middle, inner], indices [outer, middle], each below n
// -> out [outer, middle, inner]. The last real step of each row of a batch is one. A negative index gives zeros.
template <class T>
void pick(device, T const* in, int const* indices, extent_t outer, extent_t n, extent_t middle, extent_t inner,
          T* out) {
  constexpr int V = detail::per_access<T>;
  if (inner % V == 0 && detail::aligned<V>(in) && detail::aligned<V>(out))
    each("pick", outer * middle * (inner / V), detail::picked<V, T>{in, indices, n, middle, inner / V, out});
  else
    each("pick", outer * middle * inner, detail::picked<1, T>{in, indices, n, middle, inner, out});
}

// dout [outer, middle, inner] -> din [outer, n, middle, inner]
template <class T>
void pick_backward(device, T const* dout, int const* indices, extent_t outer, extent_t n, extent_t middle,
                   extent_t inner, T* din, bool add) {
  if (add)
    each("pick backward", outer * middle * inner, detail::added_where_picked<T>{dout, indices, n, middle, inner, din});
  else
    each("pick backward", outer * n * middle * inner,
         detail::written_where_picked<T>{dout, indices, n, middle, inner, din});
}

} // namespace sp::gpu
