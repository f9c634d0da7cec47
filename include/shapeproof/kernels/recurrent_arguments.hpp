// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"

namespace sp::kernels {

// Of a cell with G gates whose weights are kept as W, time-major: x [steps, batch, inputs], w_ih [inputs, G hidden], w_hh [hidden, G hidden], bias
// [G hidden] -> y [steps, batch, hidden]. States are [batch, hidden].
template <class T, class W = T>
struct recurrent_arguments {
  extent_t steps = 0, batch = 0, inputs = 0, hidden = 0;
  T const* x = nullptr;
  W const* w_ih = nullptr;
  W const* w_hh = nullptr;
  W const* bias = nullptr;
  T const* h0 = nullptr;        // null: zeros
  int const* lengths = nullptr; // [batch]; null: all rows are full. What stands in x at padding does not matter.
  bool reversed = false;        // each row is read from its own last position
  T* y = nullptr;               // zero at padding
  T* h_last = nullptr;          // the state after the last position read; may be null
  T* gates = nullptr;           // [steps, batch, G hidden], what the backward pass needs; null if there will be none
};

// The gradients of what a recurrent layer gave, [steps, batch, hidden] and [batch, hidden], each null if there is none; dy
// at padding is not read. And where the gradients of its operands go, each null if nobody wants it: written, or added to.
template <class T>
struct recurrent_gradients {
  T const* dy = nullptr;
  T const* dh_last = nullptr;
  T* dx = nullptr; // zero at padding
  T* dh0 = nullptr;
  bool add_dx = false, add_dh0 = false;
  T* dw_ih = nullptr; // always added to
  T* dw_hh = nullptr;
  T* dbias = nullptr;
};

} // namespace sp::kernels
