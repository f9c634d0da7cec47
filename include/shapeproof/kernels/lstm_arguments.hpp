// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "recurrent_arguments.hpp"

namespace sp::kernels {

// Gates i f g o. What a state has beside h: c [batch, hidden].
template <class T, class W = T>
struct lstm_arguments : recurrent_arguments<T, W> {
  T const* c0 = nullptr; // null: zeros
  T* c_last = nullptr;   // may be null
  T* cells = nullptr;    // [steps, batch, hidden], with gates
};

template <class T>
struct lstm_gradients : recurrent_gradients<T> {
  T const* dc_last = nullptr;
  T* dc0 = nullptr;
  bool add_dc0 = false;
};

} // namespace sp::kernels
