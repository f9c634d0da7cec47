// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "recurrent_arguments.hpp"

namespace sp::kernels {

// Gates r z n.
template <class T, class W = T>
struct gru_arguments : recurrent_arguments<T, W> {
  W const* recurrent_bias = nullptr; // [hidden]: of the candidate's product with the state
  T* products = nullptr;             // [steps, batch, 3 hidden], with gates: what the state gave to them
};

template <class T>
struct gru_gradients : recurrent_gradients<T> {
  T* drecurrent_bias = nullptr; // always added to
};

} // namespace sp::kernels
