// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/lstm_arguments.hpp"
#include "lstm.hpp"
#include "recurrent_backward.hpp"

namespace sp::cpu {

namespace detail {

template <class T>
struct lstm_backward_cell {
  static constexpr extent_t gates = 4, biases = 4;
  static constexpr bool passes_dh = false;
  kernels::lstm_arguments<T> const& a;
  kernels::lstm_gradients<T> const& d;
  T const* products;
  T* zeros;
  T* dc; // [batch, hidden] in the order of the work: what the step behind gives back

  lstm_backward_cell(scratch& workspace, reading_order const&, kernels::lstm_arguments<T> const& arguments,
                     kernels::lstm_gradients<T> const& gradients)
      : a(arguments), d(gradients), products(a.gates), zeros(workspace.take<T>(a.hidden)),
        dc(workspace.take<T>(a.batch * a.hidden)) {
    std::fill_n(zeros, a.hidden, T(0));
  }
  T const* last(extent_t row) const { return d.dc_last != nullptr ? d.dc_last + row * a.hidden : zeros; }
  void begin(extent_t j, extent_t row) const { std::copy_n(last(row), a.hidden, dc + j * a.hidden); }
  void step(extent_t u, extent_t j, extent_t row, T const* dh, T const* dy, T*, T* dbias) const {
    extent_t const H = a.hidden, position = u * a.batch + j;
    T const* const c = a.cells + position * H;
    T const* const c_before = u > 0 ? c - a.batch * H : a.c0 != nullptr ? a.c0 + row * H : zeros;
    lstm_cell_backward<T>(H, a.gates + position * 4 * H, c_before, c, dh, dy, dc + j * H, dbias);
  }
  void finish(extent_t j, extent_t row, extent_t length) const {
    if (d.dc0 != nullptr)
      put_row(a.hidden, length > 0 ? dc + j * a.hidden : last(row), d.dc0 + row * a.hidden, d.add_dc0);
  }
  void finish_biases(T const*, extent_t) const {}
};

} // namespace detail

// The gradients of lstm_forward(a), whose gates were kept: they are used up.
template <class T>
void lstm_backward(device, kernels::lstm_arguments<T> const& a, kernels::lstm_gradients<T> const& d) {
  detail::recurrent_backward<detail::lstm_backward_cell<T>, T>(a, d, a, d);
}

} // namespace sp::cpu
