// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/gru_arguments.hpp"
#include "gru.hpp"

namespace sp::cpu {

// One step of decoding, from h0 to y, which may be h0 itself: the bits that gru_forward gives for this step of a sequence.
template <class T, class W>
void gru_step(device, kernels::gru_arguments<T, W> const& a) {
  detail::recurrent_step<detail::gru_forward_cell<T, W>>(a, a);
}

} // namespace sp::cpu
