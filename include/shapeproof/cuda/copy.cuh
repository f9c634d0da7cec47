// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <type_traits>

#include "../core/extent.hpp"
#include "../tape/arena.hpp"
#include "device.hpp"
#include "each.cuh"
#include "elements.cuh"
#include "scratch.hpp"
#include "sort.cuh"
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

namespace detail {

// An index with its position, in one number: sorted, equal indices stand together in the order of their positions.
using place_of_index = unsigned long long;
// Above all indices: what fills up, and what is skipped.
inline constexpr std::uint32_t no_index = 0xFFFFFFFFu;
__device__ inline std::uint32_t index_in(place_of_index key) { return static_cast<std::uint32_t>(key >> 32); }
__device__ inline std::uint32_t position_in(place_of_index key) { return static_cast<std::uint32_t>(key); }

struct places_of_indices {
  int const* indices;
  extent_t count;
  int skipped;
  place_of_index* keys;
  __device__ void operator()(extent_t i) const {
    bool const none = i >= count || indices[i] == skipped;
    std::uint32_t const index = none ? no_index : static_cast<std::uint32_t>(indices[i]);
    keys[i] = static_cast<place_of_index>(index) << 32 | static_cast<std::uint32_t>(i);
  }
};

// The sums of rows with equal indices. The sorted indices are cut into shares, so that a frequent one keeps many threads
// busy: what lies inside a share goes to din, the sum of what reaches into it goes to `heads` [outer, shares, inner], of what
// begins there and goes on to `tails`.
template <int V, class T>
struct summed_shares {
  static constexpr extent_t share = 16;
  place_of_index const* keys;
  extent_t n, count, shares, accesses;
  T const* dout;
  T* heads;
  T* tails;
  T* din;

  template <class Index>
  __device__ void operator()(Index i) const {
    row_of_accesses<Index> const at(i, accesses), group(at.row, shares);
    extent_t const begin = group.column * share, end = begin + share < count ? begin + share : count;
    T const* const from = dout + group.row * count * accesses * V + at.column * V;
    std::uint32_t index = index_in(keys[begin]);
    bool begins = begin == 0 || index_in(keys[begin - 1]) != index;
    elements<T, V> sum = {};
    for (extent_t k = begin; k < end && index != no_index; ++k) {
      auto const x = load<V>(from + position_in(keys[k]) * accesses * V);
      for (int j = 0; j < V; ++j) sum.at[j] += x.at[j];
      std::uint32_t const next = k + 1 < count ? index_in(keys[k + 1]) : no_index;
      if (next == index && k + 1 < end) continue;
      if (begins && next != index)
        give(din + ((group.row * n + index) * accesses + at.column) * V, sum, true);
      else
        store((begins ? tails : heads) + static_cast<extent_t>(i) * V, sum);
      sum = {};
      begins = true;
      index = next;
    }
  }
};

// din += what goes on beyond the share in which it begins: its tail and the heads that follow, in order.
template <int V, class T>
struct summed_heads {
  static constexpr extent_t share = summed_shares<V, T>::share;
  place_of_index const* keys;
  extent_t n, count, shares, accesses;
  T const* heads;
  T const* tails;
  T* din;

  template <class Index>
  __device__ void operator()(Index i) const {
    row_of_accesses<Index> const at(i, accesses), group(at.row, shares);
    extent_t const begin = group.column * share, next = begin + share;
    if (next >= count) return;
    std::uint32_t const index = index_in(keys[next]);
    bool const goes_on = index != no_index && index_in(keys[next - 1]) == index;
    if (!goes_on || (begin > 0 && index_in(keys[begin - 1]) == index)) return;
    auto sum = load<V>(tails + static_cast<extent_t>(i) * V);
    T const* head = heads + static_cast<extent_t>(i) * V;
    for (extent_t k = next; k < count && index_in(keys[k]) == index; k += share) {
      head += accesses * V;
      auto const x = load<V>(head);
      for (int j = 0; j < V; ++j) sum.at[j] += x.at[j];
    }
    give(din + ((group.row * n + index) * accesses + at.column) * V, sum, true);
  }
};

} // namespace detail

// dout [outer, count, inner] -> din [outer, n, inner]. An element of din gathers its parts in an order that depends on the
// indices alone. Positions whose index is `skipped` give nothing.
template <class T>
void gather_backward(device on, T const* dout, int const* indices, extent_t outer, extent_t n, extent_t count,
                     extent_t inner, T* din, bool add, int skipped = -1) {
  if (!add) fill(on, din, outer * n * inner, T(0));
  if (outer * count * inner == 0) return;
  scratch memory;
  extent_t const keys = sortable(count);
  auto* const sorted = memory.take<detail::place_of_index>(keys);
  each("gather backward", keys, detail::places_of_indices{indices, count, skipped, sorted});
  sort("gather backward", sorted, keys);
  auto const with = [&]<int V>(std::integral_constant<int, V>) {
    using first = detail::summed_shares<V, T>;
    extent_t const shares = (count + first::share - 1) / first::share, accesses = inner / V;
    T* const heads = memory.take<T>(outer * shares * inner);
    T* const tails = memory.take<T>(outer * shares * inner);
    each("gather backward", outer * shares * accesses,
         first{sorted, n, count, shares, accesses, dout, heads, tails, din});
    each("gather backward", outer * shares * accesses,
         detail::summed_heads<V, T>{sorted, n, count, shares, accesses, heads, tails, din});
  };
  constexpr int V = detail::per_access<T>;
  if (inner % V == 0 && detail::aligned<V>(dout) && detail::aligned<V>(din))
    with(std::integral_constant<int, V>{});
  else
    with(std::integral_constant<int, 1>{});
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
