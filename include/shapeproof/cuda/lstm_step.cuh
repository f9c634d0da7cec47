// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "lstm.cuh"

namespace sp::gpu {

// One step of decoding, from h0 and c0 to y and c_last, which may be h0 and c0 themselves: a sequence of one position.
template <class T>
void lstm_step(device, kernels::lstm_arguments<T> const& a) {
  detail::recurrent_forward<detail::lstm_forward_cell<T>, T>("lstm_step", a);
}

} // namespace sp::gpu
