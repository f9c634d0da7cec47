// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "add_rows.cuh"
#include "device.hpp"

namespace sp::gpu {
namespace detail {

// V features of several rows, each one access.
template <class T, int V>
struct look_up {
  static constexpr int several = 4;
  T const* table;
  int const* ids;
  extent_t count, accesses; // of a row
  T* out;

  template <class Index>
  __device__ void operator()(Index i) const {
    Index const group = i / static_cast<Index>(accesses), column = i - group * static_cast<Index>(accesses);
    extent_t const first = static_cast<extent_t>(group) * several;
    elements<T, V> x[several];
    for (int k = 0; k < several; ++k)
      if (first + k < count) x[k] = load<V>(table + (ids[first + k] * accesses + column) * V);
    for (int k = 0; k < several; ++k)
      if (first + k < count) store(out + ((first + k) * accesses + column) * V, x[k]);
  }
};
template <int V, class T>
void embedding_forward(T const* table, int const* ids, extent_t count, extent_t features, T* out) {
  using work = look_up<T, V>;
  extent_t const groups = (count + work::several - 1) / work::several, accesses = features / V;
  each("embedding_forward", groups * accesses, work{table, ids, count, accesses, out});
}

} // namespace detail

// table [vocabulary, features], ids [count], each below vocabulary -> out [count, features]
template <class T>
void embedding_forward(device, T const* table, int const* ids, extent_t, extent_t count, extent_t features, T* out) {
  constexpr int V = 16 / int(sizeof(T));
  if (features % V == 0 && detail::aligned<V>(table) && detail::aligned<V>(out))
    detail::embedding_forward<V>(table, ids, count, features, out);
  else
    detail::embedding_forward<1>(table, ids, count, features, out);
}

// dout [count, features] -> dtable [vocabulary, features], added: a table is large and its gradient mostly untouched.
// Positions whose id is `padding_id` give no gradient; a negative one means none. The same input gives the same bits.
template <class T>
void embedding_backward(device, T const* dout, int const* ids, extent_t vocabulary, extent_t count, extent_t features,
                        T* dtable, int padding_id = -1) {
  detail::add_rows("embedding_backward", dout, ids, 1, vocabulary, count, features, dtable, padding_id);
}

} // namespace sp::gpu
