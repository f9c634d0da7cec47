// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/lstm_arguments.hpp"
#include "lstm_cell.cuh"
#include "recurrent_backward.cuh"

namespace sp::gpu {

namespace detail {

template <class T>
struct lstm_backward_cell : recurrent_backward_cell<T> {
  static constexpr int gates = 4;
  static constexpr bool passes_dh = false;
  T* products;
  T const *cells, *c0, *dc_last;
  T* dc; // [batch, hidden] in the order of the work: what the step behind gives back
  T* dc0;
  bool add_dc0;

  lstm_backward_cell(recurrent_backward_cell<T> const& common, scratch& workspace, kernels::lstm_arguments<T> const& a,
                     kernels::lstm_gradients<T> const& d)
      : recurrent_backward_cell<T>(common), products(a.gates), cells(a.cells), c0(a.c0), dc_last(d.dc_last),
        dc(workspace.take<T>(a.batch * a.hidden)), dc0(d.dc0), add_dc0(d.add_dc0) {}

  SHAPEPROOF_HD void step(extent_t u, extent_t j, extent_t unit) const {
    recurrent_layout const& l = this->layout;
    extent_t const H = this->hidden, kept = l.kept(u, j);
    T* const at = this->kept_gates + kept * 4 * H + unit;
    T values[4];
    load_gates(at, H, values);
    T const c_before = u > 0 ? cells[l.kept(u - 1, j) * H + unit] : number_or_zero(c0, l.row_of(j) * H + unit);
    T state = this->arriving(u, j, unit, dc, dc_last);
    lstm_cell_backward(values, c_before, cells[kept * H + unit], this->gradient_of_h(u, j, unit), state);
    store_gates(values, H, at);
    dc[j * H + unit] = state;
  }
  void finish(char const* operation, extent_t) const {
    if (dc0 != nullptr)
      recurrent_each(operation, {1, this->layout.batch, this->hidden},
                     first_state_gradient<T>{this->layout, this->hidden, dc, dc_last, dc0, add_dc0});
  }
};

} // namespace detail

// The gradients of lstm_forward(a), whose gates were kept: they are used up.
template <class T>
void lstm_backward(device, kernels::lstm_arguments<T> const& a, kernels::lstm_gradients<T> const& d) {
  detail::recurrent_backward<detail::lstm_backward_cell<T>, T>("lstm_backward", a, d);
}

} // namespace sp::gpu
