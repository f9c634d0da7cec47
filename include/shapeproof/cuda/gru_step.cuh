// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "gru.cuh"

namespace sp::gpu {

// One step of decoding, from h0 to y, which may be h0 itself: a sequence of one position.
template <class T>
void gru_step(device, kernels::gru_arguments<T> const& a) {
  detail::recurrent_forward<detail::gru_forward_cell<T>, T>("gru_step", a);
}

} // namespace sp::gpu
