// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "recurrent_cell.cuh"

// One unit of an LSTM after its matrix products: Hochreiter and Schmidhuber (1997) with forget gates, Gers et al. (2000).
// Gates are input i, forget f, candidate g, output o.
//   c' = f c + i g     h' = o tanh(c')
namespace sp::gpu::detail {

// gates: sums -> activations; c: the state before -> behind. Returns h'.
template <class T>
SHAPEPROOF_HD T lstm_cell(T (&gates)[4], T& c) {
  T const i = gate_sigmoid(gates[0]), f = gate_sigmoid(gates[1]), g = std::tanh(gates[2]), o = gate_sigmoid(gates[3]);
  gates[0] = i, gates[1] = f, gates[2] = g, gates[3] = o;
  c = f * c + i * g;
  return o * std::tanh(c);
}

// gates: activations -> gradients of the sums; dh: the gradient of h'; dc: that of c' from the step behind -> that of c.
template <class T>
SHAPEPROOF_HD void lstm_cell_backward(T (&gates)[4], T c_before, T c, T dh, T& dc) {
  T const i = gates[0], f = gates[1], g = gates[2], o = gates[3], tanh_c = std::tanh(c);
  T const state = dc + dh * o * (T(1) - tanh_c * tanh_c);
  gates[0] = state * g * i * (T(1) - i);
  gates[1] = state * c_before * f * (T(1) - f);
  gates[2] = state * i * (T(1) - g * g);
  gates[3] = dh * tanh_c * o * (T(1) - o);
  dc = state * f;
}

} // namespace sp::gpu::detail
