// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/gru_arguments.hpp"
#include "gru.hpp"
#include "recurrent_backward.hpp"

namespace sp::cpu {

namespace detail {

template <class T>
struct gru_backward_cell {
  static constexpr extent_t gates = 3, biases = 4;
  static constexpr bool passes_dh = true;
  reading_order const& order;
  kernels::gru_arguments<T> const& a;
  kernels::gru_gradients<T> const& d;
  T* products;
  T* zeros;

  gru_backward_cell(scratch& workspace, reading_order const& o, kernels::gru_arguments<T> const& arguments,
                    kernels::gru_gradients<T> const& gradients)
      : order(o), a(arguments), d(gradients), products(a.products), zeros(workspace.take<T>(a.hidden)) {
    std::fill_n(zeros, a.hidden, T(0));
  }
  void begin(extent_t, extent_t) const {}
  void step(extent_t u, extent_t j, extent_t row, T const* dh, T const* dy, T* dh_before, T* dbias) const {
    extent_t const H = a.hidden, position = (u * a.batch + j) * 3 * H;
    T const* const h_before = u > 0 ? a.y + order.position(u - 1, j) * H : a.h0 != nullptr ? a.h0 + row * H : zeros;
    gru_cell_backward<T>(H, a.gates + position, products + position, h_before, dh, dy, dh_before, dbias);
  }
  void finish(extent_t, extent_t, extent_t) const {}
  void finish_biases(T const* dbias, extent_t parts) const {
    for (extent_t part = 0; part < parts && d.drecurrent_bias != nullptr; ++part)
      put_row(a.hidden, dbias + (part * 4 + 3) * a.hidden, d.drecurrent_bias, true);
  }
};

} // namespace detail

// The gradients of gru_forward(a), whose gates and products were kept: they are used up.
template <class T>
void gru_backward(device, kernels::gru_arguments<T> const& a, kernels::gru_gradients<T> const& d) {
  detail::recurrent_backward<detail::gru_backward_cell<T>, T>(a, d, a, d);
}

} // namespace sp::cpu
