// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "add_rows.cuh"
#include "device.hpp"

namespace sp::gpu {
namespace detail {

// V features of a row are one access.
template <class T, int V>
struct look_up {
  T const* table;
  int const* ids;
  extent_t accesses; // of a row
  T* out;

  template <class Index>
  __device__ void operator()(Index i) const {
    Index const row = i / static_cast<Index>(accesses), column = i - row * static_cast<Index>(accesses);
    store(out + static_cast<extent_t>(i) * V, load<V>(table + (ids[row] * accesses + column) * V));
  }
};

} // namespace detail

// table [vocabulary, features], ids [count], each below vocabulary -> out [count, features]
template <class T>
void embedding_forward(device, T const* table, int const* ids, extent_t, extent_t count, extent_t features, T* out) {
  constexpr int V = 16 / int(sizeof(T));
  if (features % V == 0 && detail::aligned<V>(table) && detail::aligned<V>(out))
    each("embedding_forward", count * (features / V), detail::look_up<T, V>{table, ids, features / V, out});
  else
    each("embedding_forward", count * features, detail::look_up<T, 1>{table, ids, features, out});
}

// dout [count, features] -> dtable [vocabulary, features], added: a table is large and its gradient mostly untouched.
// Positions whose id is `padding_id` give no gradient; a negative one means none. The same input gives the same bits.
template <class T>
void embedding_backward(device, T const* dout, int const* ids, extent_t vocabulary, extent_t count, extent_t features,
                        T* dtable, int padding_id = -1) {
  detail::add_rows("embedding_backward", dout, ids, 1, vocabulary, count, features, dtable, padding_id);
}

} // namespace sp::gpu
