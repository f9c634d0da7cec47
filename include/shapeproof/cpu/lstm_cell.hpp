// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "parallel.hpp"
#include "rows.hpp"

// The cell of an LSTM after its matrix products: Hochreiter and Schmidhuber (1997) with forget gates, Gers et al. (2000).
// Gates lie as [4 H]: input i, forget f, candidate g, output o.
//   c' = f c + i g     h' = o tanh(c')
// Not inlined: the same code, so the same bits, for whole sequences and for single steps.
namespace sp::cpu::detail {

// Of some units: gates: sums -> activations, in place; c, c_before, h, h_too [H] (c may be c_before, h may be h_too)
template <class T>
[[gnu::noinline]] void lstm_cell(extent_t H, range units, T* gates, T const* c_before, T* c, T* h, T* h_too) {
  each_vector<T>(units.last - units.first, [=](extent_t from, extent_t count) {
    extent_t const j = units.first + from;
    auto const gate = [=](extent_t k) { return gates + k * H + j; };
    vec<T> const i = sigmoid(load_lanes<T>(gate(0), count)), f = sigmoid(load_lanes<T>(gate(1), count)),
                 g = tanh(load_lanes<T>(gate(2), count)), o = sigmoid(load_lanes<T>(gate(3), count));
    vec<T> const state = f * load_lanes<T>(c_before + j, count) + i * g;
    vec<T> const out = o * tanh(state);
    store_lanes<T>(gate(0), count, i);
    store_lanes<T>(gate(1), count, f);
    store_lanes<T>(gate(2), count, g);
    store_lanes<T>(gate(3), count, o);
    store_lanes<T>(c + j, count, state);
    store_lanes<T>(h + j, count, out);
    store_lanes<T>(h_too + j, count, out);
  });
}

// gates: activations -> gradients of the sums, in place, also added to dbias [4 H]. dh + dh_too is the gradient of h'.
// dc: the gradient of c' from the step behind -> that of c.
template <class T>
[[gnu::noinline]] void lstm_cell_backward(extent_t H, T* gates, T const* c_before, T const* c, T const* dh,
                                          T const* dh_too, T* dc, T* dbias) {
  each_vector<T>(H, [=](extent_t j, extent_t count) {
    auto const gate = [=](extent_t k) { return gates + k * H + j; };
    vec<T> const i = load_lanes<T>(gate(0), count), f = load_lanes<T>(gate(1), count),
                 g = load_lanes<T>(gate(2), count), o = load_lanes<T>(gate(3), count);
    vec<T> const tanh_c = tanh(load_lanes<T>(c + j, count));
    vec<T> const out = load_lanes<T>(dh + j, count) + load_lanes<T>(dh_too + j, count);
    vec<T> const state = load_lanes<T>(dc + j, count) + out * o * (T(1) - tanh_c * tanh_c);
    vec<T> const d[4] = {state * g * i * (T(1) - i), state * load_lanes<T>(c_before + j, count) * f * (T(1) - f),
                         state * i * (T(1) - g * g), out * tanh_c * o * (T(1) - o)};
    store_lanes<T>(dc + j, count, state * f);
    for (int k = 0; k < 4; ++k) {
      store_lanes<T>(gate(k), count, d[k]);
      put_lanes<T>(dbias + k * H + j, count, d[k], true);
    }
  });
}

} // namespace sp::cpu::detail
