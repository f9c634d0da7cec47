// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "affine.cuh"
#include "recurrent.cuh"

// The gradients of recurrent layers. From the last step to the first, a launch turns the activations of the rows that read
// there into the gradients of the sums, and a product gives the gradient of the state before. The weights' gradients are
// products over all steps at once, behind the last of them.
namespace sp::gpu::detail {

// What every backward cell has.
template <class T>
struct recurrent_backward_cell {
  using number = T;
  recurrent_layout layout;
  extent_t hidden;
  T* kept_gates; // [kept rows, gates hidden]: activations, then the gradients of the sums
  T const *dy, *dh_last;
  T* dh; // [batch, hidden] in the order of the work: what the step behind gives back

  // A part of the gradient of a state behind step u: what the step behind gave back, or at the last step of a row what came
  // from outside.
  SHAPEPROOF_HD T arriving(extent_t u, extent_t j, extent_t unit, T const* back, T const* last) const {
    return u + 1 < layout.length_of(j) ? back[j * hidden + unit]
                                       : number_or_zero(last, layout.row_of(j) * hidden + unit);
  }
  SHAPEPROOF_HD T gradient_of_h(extent_t u, extent_t j, extent_t unit) const {
    return arriving(u, j, unit, dh, dh_last) + number_or_zero(dy, layout.position(u, j) * hidden + unit);
  }
};

// A backward cell is made of (the above, workspace, arguments, gradients). It has, on the device,
//   gates                              how many
//   passes_dh                          whether h' depends on h beside the product with w_hh; dh then has that part of its
//                                      gradient
//   step(u, j, unit)                   activations to gradients
// and on the host
//   products                           [kept rows, gates hidden]: the gradients of what the product with w_hh gave
//   finish(operation, positions)       what is left beside the states and weights that every layer has
template <class Cell>
struct recurrent_backward_step {
  Cell cell;
  extent_t u;
  SHAPEPROOF_HD void operator()(extent_t, extent_t j, extent_t unit) const { cell.step(u, j, unit); }
};

// The gradient of the first state: `back` [batch, hidden] in the order of the work; rows without positions pass on what came
// for their last state.
template <class T>
struct first_state_gradient {
  recurrent_layout layout;
  extent_t hidden;
  T const *back, *last; // last may be null: zeros
  T* to;
  bool add;
  SHAPEPROOF_HD void operator()(extent_t, extent_t j, extent_t unit) const {
    extent_t const i = layout.row_of(j) * hidden + unit;
    put_number(layout.length_of(j) > 0 ? back[j * hidden + unit] : number_or_zero(last, i), to[i], add);
  }
};
// dx [steps, batch, inputs] of the rows that were read, as they are kept; zero at padding
template <class T>
struct input_gradients {
  recurrent_layout layout;
  extent_t inputs;
  T const* from;
  T* dx;
  bool add;
  SHAPEPROOF_HD void operator()(extent_t t, extent_t row, extent_t i) const {
    extent_t const kept = layout.kept_at(t, row);
    put_number(kept >= 0 ? from[kept * inputs + i] : T(0), dx[(t * layout.batch + row) * inputs + i], add);
  }
};
// The states before all positions that were read, as what is kept of them lies
template <class T>
struct states_before {
  recurrent_layout layout;
  extent_t hidden;
  T const *h0, *y; // h0 may be null: zeros
  T* to;
  SHAPEPROOF_HD void operator()(extent_t u, extent_t j, extent_t unit) const {
    if (j >= layout.active(u)) return;
    to[layout.kept(u, j) * hidden + unit] =
        u > 0 ? y[layout.position(u - 1, j) * hidden + unit] : number_or_zero(h0, layout.row_of(j) * hidden + unit);
  }
};

template <class T>
void recurrent_input_gradient(char const* operation, kernels::recurrent_arguments<T> const& a,
                              kernels::recurrent_gradients<T> const& d, recurrent_order const& order, extent_t width) {
  extent_t const I = a.inputs, positions = order.total();
  auto const multiply = [&](T* dx, bool add) {
    product<T>(operation, {1, positions, I, width}, {a.gates, width, 0}, {a.w_ih, width, 0, true}, {dx, I, 0}, add);
  };
  if (!order.host.packed()) return multiply(d.dx, d.add_dx);
  scratch workspace;
  T* const dx = workspace.take<T>(positions * I);
  multiply(dx, false);
  recurrent_each(operation, {a.steps, a.batch, I}, input_gradients<T>{order.device, I, dx, d.dx, d.add_dx});
}

// dw_hh += the states before all steps, transposed, times the gradients of their products [kept rows, width]. Where what is
// kept lies as y does, the states before are y, one step away.
template <class T>
void recurrent_weight_gradient(char const* operation, kernels::recurrent_arguments<T> const& a, T* dw_hh,
                               recurrent_order const& order, T const* products, extent_t width) {
  extent_t const H = a.hidden, positions = order.total(), first = order.host.active(0);
  auto const multiply = [&](T const* h, T const* gradients, extent_t rows) {
    product<T>(operation, {1, H, width, rows}, {h, H, 0, true}, {gradients, width, 0}, {dw_hh, width, 0}, true);
  };
  if (!order.host.packed()) {
    extent_t const before = a.reversed ? first : 0, behind = first - before;
    multiply(a.y + before * H, products + behind * width, positions - first);
    if (a.h0 != nullptr && first > 0) multiply(a.h0, products + order.host.begin(0) * width, first);
    return;
  }
  scratch workspace;
  T* const h = workspace.take<T>(positions * H);
  recurrent_each(operation, {order.host.steps, first, H}, states_before<T>{order.device, H, a.h0, a.y, h});
  extent_t const left_out = a.h0 != nullptr ? 0 : first;
  multiply(h + left_out * H, products + left_out * width, positions - left_out);
}

// The gradients of recurrent_forward, of whose cell `arguments` and `gradients` are: what was kept is used up.
template <class Cell, class T, class Arguments, class Gradients>
void recurrent_backward(char const* operation, Arguments const& a, Gradients const& d) {
  if (a.batch <= 0) return;
  extent_t const H = a.hidden, width = Cell::gates * H;
  scratch workspace;
  recurrent_order const order(workspace, a.steps, a.batch, a.lengths, a.reversed);
  recurrent_layout const& host = order.host;
  T* const dh = workspace.take<T>(a.batch * H);
  Cell const cell(recurrent_backward_cell<T>{order.device, H, a.gates, d.dy, d.dh_last, dh}, workspace, a, d);
  auto const give_back = [&](extent_t u) {
    product<T>(operation, {1, host.active(u), H, width}, {cell.products + host.begin(u) * width, width, 0},
               {a.w_hh, width, 0, true}, {dh, H, 0}, Cell::passes_dh);
  };
  for (extent_t u = host.steps - 1; u >= 0; --u) {
    recurrent_each(operation, {1, host.active(u), H}, recurrent_backward_step<Cell>{cell, u});
    if (u > 0 || d.dh0 != nullptr) give_back(u);
  }
  if (d.dh0 != nullptr)
    recurrent_each(operation, {1, a.batch, H},
                   first_state_gradient<T>{order.device, H, dh, d.dh_last, d.dh0, d.add_dh0});
  if (d.dx != nullptr) recurrent_input_gradient<T>(operation, a, d, order, width);
  if (d.dw_hh != nullptr) recurrent_weight_gradient<T>(operation, a, d.dw_hh, order, cell.products, width);
  if (d.dw_ih != nullptr) {
    T const* const x = read_inputs<T>(operation, workspace, a, order);
    product<T>(operation, {1, a.inputs, width, order.total()}, {x, a.inputs, 0, true}, {a.gates, width, 0},
               {d.dw_ih, width, 0}, true);
  }
  if (d.dbias != nullptr) affine_backward_bias<T>(device(), order.total(), width, a.gates, d.dbias);
  cell.finish(operation, order.total());
}

} // namespace sp::gpu::detail
