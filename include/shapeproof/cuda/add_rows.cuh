// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "each.cuh"
#include "elements.cuh"
#include "scratch.hpp"
#include "sort_positions.cuh"

// Adds rows to the rows of a table that indices name, the same bits each time: the gradient of a look-up.
namespace sp::gpu::detail {

// Sorted by their indices, the rows are cut into pieces of `length`, and a thread adds up V elements of one piece. A run of
// equal indices that lies in one piece is added to the table at once. Of a run that was cut, the parts are kept in `open`,
// and put together afterwards.
template <class T, int V>
struct rows_in_pieces {
  sorted_ids sorted;
  unsigned count, length, pieces;
  extent_t n, accesses; // of a row
  int skipped;
  T const* dout; // [outer, count, inner]
  T* din;        // [outer, n, inner]
  T* open; // [outer, pieces, 2, inner]: of the run that begins before a piece, of the one that begins in it and goes on

  struct place {
    extent_t outer;
    unsigned piece;
    extent_t column;
  };
  template <class Index>
  __device__ place place_of(Index i) const {
    Index const row = i / static_cast<Index>(accesses), outer = row / static_cast<Index>(pieces);
    return {extent_t(outer), static_cast<unsigned>(row - outer * static_cast<Index>(pieces)),
            extent_t(i - row * static_cast<Index>(accesses))};
  }
  __device__ unsigned begin(unsigned piece) const { return piece * length; }
  __device__ unsigned end(unsigned piece) const { return piece + 1 == pieces ? count : begin(piece + 1); }
  __device__ unsigned within(unsigned at) const { return at < count ? at : count - 1; }
  __device__ bool first_of_run(unsigned at) const { return at == 0 || sorted.ids[at - 1] != sorted.ids[at]; }
  __device__ bool last_of_run(unsigned at) const { return at + 1 == count || sorted.ids[at + 1] != sorted.ids[at]; }
  __device__ T* open_part(place const& at, unsigned piece, int which) const {
    return open + (((at.outer * pieces + piece) * 2 + which) * accesses + at.column) * V;
  }
  __device__ T const* from(place const& at, unsigned position) const {
    return dout + ((at.outer * count + position) * accesses + at.column) * V;
  }
  __device__ T* to(place const& at, int id) const { return din + ((at.outer * n + id) * accesses + at.column) * V; }
};

template <class T, int V>
struct add_up_pieces {
  rows_in_pieces<T, V> rows;

  template <class Index>
  __device__ void operator()(Index i) const {
    constexpr int several = 4; // reads on their way at once
    auto const at = rows.place_of(i);
    unsigned const begin = rows.begin(at.piece), end = rows.end(at.piece);
    int const cut = rows.first_of_run(begin) ? -1 : rows.sorted.ids[begin];
    elements<T, V> sum = {};
    for (unsigned first = begin; first < end; first += several) {
      int ids[several + 1];
      unsigned positions[several];
      bool taken[several], last[several];
      elements<T, V> parts[several], before[several];
      for (int k = 0; k <= several; ++k) ids[k] = rows.sorted.ids[rows.within(first + k)];
      for (int k = 0; k < several; ++k) positions[k] = rows.sorted.positions[rows.within(first + k)];
      for (int k = 0; k < several; ++k) {
        taken[k] = first + k < end && ids[k] != rows.skipped;
        last[k] = first + k + 1 == rows.count || ids[k + 1] != ids[k];
        if (taken[k]) parts[k] = load<V>(rows.from(at, positions[k]));
        if (taken[k] && last[k] && ids[k] != cut) before[k] = load<V>(rows.to(at, ids[k]));
      }
      for (int k = 0; k < several; ++k) {
        if (!taken[k]) continue;
        for (int v = 0; v < V; ++v) sum.at[v] += parts[k].at[v];
        if (!last[k] && first + k + 1 < end) continue;
        if (ids[k] == cut) {
          store(rows.open_part(at, at.piece, 0), sum);
        } else if (!last[k]) {
          store(rows.open_part(at, at.piece, 1), sum);
        } else {
          for (int v = 0; v < V; ++v) sum.at[v] += before[k].at[v];
          store(rows.to(at, ids[k]), sum);
        }
        sum = {};
      }
    }
  }
};

template <class T, int V>
struct join_pieces {
  rows_in_pieces<T, V> rows;

  template <class Index>
  __device__ void operator()(Index i) const {
    auto const at = rows.place_of(i);
    int const* const ids = rows.sorted.ids;
    unsigned const begin = rows.begin(at.piece), end = rows.end(at.piece);
    int const id = ids[end - 1];
    if (id == rows.skipped || rows.last_of_run(end - 1) || (begin > 0 && ids[begin - 1] == id)) return;
    unsigned last = at.piece + 1; // the last piece that begins within the run
    for (unsigned beyond = rows.pieces; beyond - last > 1;) {
      unsigned const middle = last + (beyond - last) / 2;
      (ids[rows.begin(middle)] == id ? last : beyond) = middle;
    }
    auto sum = load<V>(rows.open_part(at, at.piece, 1));
    for (unsigned piece = at.piece + 1; piece <= last; ++piece) {
      auto const part = load<V>(rows.open_part(at, piece, 0));
      for (int v = 0; v < V; ++v) sum.at[v] += part.at[v];
    }
    give(rows.to(at, id), sum, true);
  }
};

// Of `count` rows: with more of them both the pieces and how many there are grow.
inline unsigned length_of_pieces(extent_t count) {
  unsigned length = 16;
  while (length < 1024 && 16 * extent_t(length) * length < count) length *= 2;
  return length;
}

template <int V, class T>
void add_rows_by_access(char const* operation, T const* dout, int const* indices, extent_t outer, extent_t n,
                        extent_t count, extent_t inner, T* din, int skipped) {
  scratch workspace;
  rows_in_pieces<T, V> rows = {};
  rows.sorted = sort_positions(operation, workspace, indices, count, n);
  rows.count = static_cast<unsigned>(count);
  rows.length = length_of_pieces(count);
  rows.pieces = (rows.count - 1) / rows.length + 1;
  rows.n = n;
  rows.accesses = inner / V;
  rows.skipped = skipped;
  rows.dout = dout;
  rows.din = din;
  rows.open = workspace.take<T>(outer * rows.pieces * 2 * inner);
  each(operation, outer * rows.pieces * rows.accesses, add_up_pieces<T, V>{rows});
  if (rows.pieces > 1) each(operation, outer * rows.pieces * rows.accesses, join_pieces<T, V>{rows});
}

// dout [outer, count, inner], indices [count], each below n and count below 2^31 -> din [outer, n, inner], added. Positions
// whose index is `skipped` give nothing.
template <class T>
void add_rows(char const* operation, T const* dout, int const* indices, extent_t outer, extent_t n, extent_t count,
              extent_t inner, T* din, int skipped) {
  constexpr int V = 16 / int(sizeof(T));
  if (outer * count * inner == 0) return;
  if (inner % V == 0 && aligned<V>(dout) && aligned<V>(din))
    add_rows_by_access<V>(operation, dout, indices, outer, n, count, inner, din, skipped);
  else
    add_rows_by_access<1>(operation, dout, indices, outer, n, count, inner, din, skipped);
}

} // namespace sp::gpu::detail
