// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "recurrent_cell.cuh"

// One unit of a gated recurrent unit after its matrix products: Cho et al. (2014), in the variant of cuDNN and PyTorch, whose
// reset gate acts behind the recurrent product and its bias. Gates are reset r, update z, candidate n.
//   r, z = sigmoid(x part + h part)     n = tanh(x part + r (h part))     h' = (1 - z) n + z h
namespace sp::gpu::detail {

// gates: x w_ih + bias -> activations; products: h w_hh + recurrent bias. Returns h'.
template <class T>
SHAPEPROOF_HD T gru_cell(T (&gates)[3], T const (&products)[3], T h) {
  T const r = gate_sigmoid(gates[0] + products[0]), z = gate_sigmoid(gates[1] + products[1]),
          n = std::tanh(gates[2] + r * products[2]);
  gates[0] = r, gates[1] = z, gates[2] = n;
  return (T(1) - z) * n + z * h;
}

// gates: activations -> gradients of the x parts; product: the h part of the candidate -> its gradient (those of the other h
// parts are those of the x parts). dh: the gradient of h' -> the part of it that passes by the gates to h.
template <class T>
SHAPEPROOF_HD void gru_cell_backward(T (&gates)[3], T& product, T h, T& dh) {
  T const r = gates[0], z = gates[1], n = gates[2], candidate = dh * (T(1) - z) * (T(1) - n * n);
  gates[0] = candidate * product * r * (T(1) - r);
  gates[1] = dh * (h - n) * z * (T(1) - z);
  gates[2] = candidate;
  product = candidate * r;
  dh *= z;
}

} // namespace sp::gpu::detail
