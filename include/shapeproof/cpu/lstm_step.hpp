// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "lstm.hpp"

namespace sp::cpu {

// x [batch, inputs], h0 and c0 [batch, hidden], weights as in lstm_arguments -> h and c [batch, hidden], which may be h0
// and c0 themselves.
template <class T>
struct lstm_step_arguments {
  extent_t batch = 0, inputs = 0, hidden = 0;
  T const* x = nullptr;
  T const* h0 = nullptr;
  T const* c0 = nullptr;
  T const* w_ih = nullptr;
  T const* w_hh = nullptr;
  T const* bias = nullptr;
  T* h = nullptr;
  T* c = nullptr;
};

// One step of decoding: the bits that lstm_forward gives for this step of a sequence. A large batch is a sequence of one
// step; for few rows the weights are used as they lie, and threads share the units of the cell.
template <class T>
void lstm_step(lstm_step_arguments<T> const& a) {
  extent_t const B = a.batch, I = a.inputs, H = a.hidden, four = 4 * H;
  if (B >= detail::worth_packing_inputs)
    return lstm_forward<T>({.steps = 1,
                            .batch = B,
                            .inputs = I,
                            .hidden = H,
                            .x = a.x,
                            .w_ih = a.w_ih,
                            .w_hh = a.w_hh,
                            .bias = a.bias,
                            .h0 = a.h0,
                            .c0 = a.c0,
                            .y = a.h,
                            .c_last = a.c});
  scratch workspace;
  T* const gates = workspace.take<T>(B * four);
  auto const columns = [=](extent_t first, extent_t n) {
    gemm_unpacked<false>(B, n, I, a.x, I, a.w_ih + first, four, gates + first, four, false, a.bias + first);
    gemm_unpacked<false>(B, n, H, a.h0, H, a.w_hh + first, four, gates + first, four, true);
  };
  parallel_ranges(four, panel_columns<T>, B * four * (I + H) < detail::lstm_enough ? four + 1 : 0,
                  [&](extent_t first, extent_t last) { columns(first, last - first); });
  for (extent_t row = 0; row < B; ++row)
    detail::lstm_cell<T>(H, gates + row * four, a.c0 + row * H, a.c + row * H, a.h + row * H, a.h + row * H);
}

} // namespace sp::cpu
