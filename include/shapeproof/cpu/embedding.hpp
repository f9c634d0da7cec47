// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "copy.hpp"

namespace sp::cpu {

// table [vocabulary, features], ids [count], each below vocabulary -> out [count, features]
template <class T>
void embedding_forward(T const* table, int const* ids, extent_t vocabulary, extent_t count, extent_t features, T* out) {
  gather(table, ids, 1, vocabulary, count, features, out);
}

// dout [count, features] -> dtable [vocabulary, features], added: a table is large and its gradient mostly untouched.
// Positions whose id is `padding_id` give no gradient; a negative one means none.
template <class T>
void embedding_backward(T const* dout, int const* ids, extent_t vocabulary, extent_t count, extent_t features,
                        T* dtable, int padding_id = -1) {
  gather_backward(dout, ids, 1, vocabulary, count, features, dtable, true, padding_id);
}

} // namespace sp::cpu
