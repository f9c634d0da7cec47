// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "parallel.hpp"
#include "rows.hpp"

// The cell of a gated recurrent unit after its matrix products: Cho et al. (2014), in the variant of cuDNN and PyTorch, whose
// reset gate acts behind the recurrent product and its bias. Gates lie as [3 H]: reset r, update z, candidate n.
//   r, z = sigmoid(x part + h part)     n = tanh(x part + r (h part))     h' = (1 - z) n + z h
// Not inlined: the same code, so the same bits, for whole sequences and for single steps.
namespace sp::cpu::detail {

// Of some units: gates: x w_ih + bias -> activations, in place; products: h w_hh + recurrent bias; h_before, h, h_too [H], all of which
// may be one
template <class T>
[[gnu::noinline]] void gru_cell(extent_t H, range units, T* gates, T const* products, T const* h_before, T* h,
                                T* h_too) {
  each_vector<T>(units.last - units.first, [=](extent_t from, extent_t count) {
    extent_t const j = units.first + from;
    auto const x_part = [=](extent_t k) { return load_lanes<T>(gates + k * H + j, count); };
    auto const h_part = [=](extent_t k) { return load_lanes<T>(products + k * H + j, count); };
    vec<T> const r = sigmoid(x_part(0) + h_part(0)), z = sigmoid(x_part(1) + h_part(1)),
                 n = tanh(x_part(2) + r * h_part(2));
    vec<T> const out = (T(1) - z) * n + z * load_lanes<T>(h_before + j, count);
    store_lanes<T>(gates + j, count, r);
    store_lanes<T>(gates + H + j, count, z);
    store_lanes<T>(gates + 2 * H + j, count, n);
    store_lanes<T>(h + j, count, out);
    store_lanes<T>(h_too + j, count, out);
  });
}

// gates: activations -> gradients of the x parts; products -> gradients of the h parts, both in place, also added to dbias
// [4 H]: those of the gates, then of the h part of the candidate. dh + dh_too is the gradient of h'; dh_before, which may be
// either of them, becomes the part of it that passes by the gates to h.
template <class T>
[[gnu::noinline]] void gru_cell_backward(extent_t H, T* gates, T* products, T const* h_before, T const* dh,
                                         T const* dh_too, T* dh_before, T* dbias) {
  each_vector<T>(H, [=](extent_t j, extent_t count) {
    vec<T> const r = load_lanes<T>(gates + j, count), z = load_lanes<T>(gates + H + j, count),
                 n = load_lanes<T>(gates + 2 * H + j, count), h_part = load_lanes<T>(products + 2 * H + j, count);
    vec<T> const out = load_lanes<T>(dh + j, count) + load_lanes<T>(dh_too + j, count);
    vec<T> const candidate = out * (T(1) - z) * (T(1) - n * n);
    vec<T> const d[4] = {candidate * h_part * r * (T(1) - r),
                         out * (load_lanes<T>(h_before + j, count) - n) * z * (T(1) - z), candidate, candidate * r};
    store_lanes<T>(dh_before + j, count, out * z);
    for (int k = 0; k < 4; ++k) put_lanes<T>(dbias + k * H + j, count, d[k], true);
    for (int k = 0; k < 3; ++k) {
      store_lanes<T>(gates + k * H + j, count, d[k]);
      store_lanes<T>(products + k * H + j, count, d[k < 2 ? k : 3]);
    }
  });
}

} // namespace sp::cpu::detail
