// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>

#include "accesses.cuh"

// Elements whose value depends on their row and their column.
namespace sp::gpu::detail {

// A few lanes of a warp have a row, or a part of a long one: what its elements share is found once for several accesses.
template <class T, class F>
struct parts_of_rows {
  static constexpr int V = access<T>::V, several = 4;
  T const* in;
  T* out;
  int n, parts, log_lanes;
  bool alike; // in and out are aligned in the same way
  bool add;
  F f;

  template <class Index>
  __device__ void operator()(Index thread) const {
    int const lanes = 1 << log_lanes, lane = static_cast<int>(thread) & (lanes - 1);
    Index const group = thread >> log_lanes, row = parts == 1 ? group : group / static_cast<Index>(parts);
    int const part = static_cast<int>(group - row * static_cast<Index>(parts));
    extent_t const start = static_cast<extent_t>(row) * n;
    T* const to = out + start;
    T const* const from = in + (in != nullptr ? start : 0);

    int const ahead = static_cast<int>((V - reinterpret_cast<std::uintptr_t>(to) / sizeof(T) % V) % V);
    int const head = ahead < n ? ahead : n, accesses = alike ? (n - head) / V : 0;
    elements<T, V> x[several] = {};
    int const first = part * lanes * several + lane;
    for (int k = 0; k < several; ++k)
      if (in != nullptr && first + k * lanes < accesses) x[k] = load<V>(from + head + (first + k * lanes) * V);
    auto const value = f(static_cast<extent_t>(row)); // after the reads have begun
    for (int k = 0; k < several; ++k) {
      int const column = head + (first + k * lanes) * V;
      if (first + k * lanes >= accesses) break;
      for (int v = 0; v < V; ++v) x[k].at[v] = value(column + v, x[k].at[v]);
      give(to + column, x[k], add);
    }
    for (int i = part * lanes + lane; i < n - accesses * V; i += parts * lanes) { // what no access covers
      int const column = i < head ? i : i + accesses * V;
      T const here = value(column, in != nullptr ? from[column] : T());
      to[column] = static_cast<T>(add ? to[column] + here : here);
    }
  }
};

// in [rows, n] or nullptr for zeros -> out [rows, n] = f(row)(column, in), or that added; n fits an int. f(row) is a functor
// that holds what the elements of a row share.
template <class T, class F>
void map_rows(char const* operation, T const* in, extent_t rows, extent_t n, F const& f, T* out, bool add) {
  using work = parts_of_rows<T, F>;
  extent_t const accesses = (n + work::V - 1) / work::V;
  int log_lanes = 0;
  while (log_lanes < 5 && 3 << log_lanes < accesses) ++log_lanes;
  extent_t const of_part = work::several << log_lanes, parts = (accesses + of_part - 1) / of_part;
  bool const alike =
      in == nullptr || (reinterpret_cast<std::uintptr_t>(in) - reinterpret_cast<std::uintptr_t>(out)) % 16 == 0;
  each(operation, (rows * parts) << log_lanes,
       work{in, out, static_cast<int>(n), static_cast<int>(parts), log_lanes, alike, add, f});
}

} // namespace sp::gpu::detail
