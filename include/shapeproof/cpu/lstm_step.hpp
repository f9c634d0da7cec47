// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/lstm_arguments.hpp"
#include "lstm.hpp"

namespace sp::cpu {

// One step of decoding, from h0 and c0 to y and c_last, which may be h0 and c0 themselves: the bits that lstm_forward gives
// for this step of a sequence.
template <class T, class W>
void lstm_step(device, kernels::lstm_arguments<T, W> const& a) {
  detail::recurrent_step<detail::lstm_forward_cell<T, W>>(a, a);
}

} // namespace sp::cpu
