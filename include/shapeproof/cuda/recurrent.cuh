// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/recurrent_arguments.hpp"
#include "device.hpp"
#include "product.cuh"
#include "recurrent_persistent.cuh"

// What recurrent layers share: the walk of a cell over whole sequences. The inputs of all steps are multiplied at once. Then
// either one launch takes all steps, or each step is a product of the states with w_hh and a launch of the cells. Rows that
// have ended take no part.
namespace sp::gpu::detail {

// What every forward cell has, and both ways of taking the steps use.
template <class T>
struct recurrent_forward_cell {
  using number = T;
  recurrent_layout layout;
  extent_t rows, hidden; // rows that read at all
  T* sums;               // [kept rows, gates hidden]: x w_ih + bias
  bool keeps;            // what the backward pass needs; the activations take the place of the sums
  T const* h0;
  T *y, *h_last;
  T* h = nullptr; // [batch, hidden] in the order of the work: where the state goes beside y, if anywhere

  SHAPEPROOF_HD T const* state_before(extent_t u, extent_t j) const {
    return u > 0 ? y + layout.position(u - 1, j) * hidden : h0 != nullptr ? h0 + layout.row_of(j) * hidden : nullptr;
  }
  SHAPEPROOF_HD void put(extent_t u, extent_t j, extent_t unit, T value) const {
    y[layout.position(u, j) * hidden + unit] = value;
    if (h != nullptr) h[j * hidden + unit] = value;
    if (h_last != nullptr && u + 1 == layout.length_of(j)) h_last[layout.row_of(j) * hidden + unit] = value;
  }

protected:
  template <int G>
  SHAPEPROOF_HD T* sums_of(extent_t u, extent_t j, extent_t unit) const {
    return sums + layout.kept(u, j) * G * hidden + unit;
  }
};

// A forward cell is made of (the above, workspace, arguments, whether one launch takes all steps). It has, on the device,
//   gates                              how many
//   adds_products                      whether h w_hh is only ever needed in a sum with x w_ih + bias
//   state, before(u, j, unit)          what a unit of a row takes along, as it is before step u
//   load_sums(u, j, unit, sums)        x w_ih + bias
//   step(unit, sums, products, state)  sums to activations; products: h w_hh, or zeros; gives the next h
//   keep(u, j, unit, activations, products, state)
// and on the host products(first, j): where h w_hh goes, of what is kept from row `first` on, if it is not added to the
// sums; and each_state(f): f(from, last) for every state, h too.

// One step of all rows that read there. products [active, gates hidden]: null for zeros, or if they are in the sums.
template <class Cell>
struct recurrent_forward_step {
  Cell cell;
  extent_t u;
  typename Cell::number const* products;

  SHAPEPROOF_HD void operator()(extent_t, extent_t j, extent_t unit) const {
    constexpr int G = Cell::gates;
    typename Cell::number sums[G], product[G] = {};
    cell.load_sums(u, j, unit, sums);
    if (products != nullptr) load_gates(products + j * G * cell.hidden + unit, cell.hidden, product);
    typename Cell::state state = cell.before(u, j, unit);
    cell.put(u, j, unit, cell.step(unit, sums, product, state));
    cell.keep(u, j, unit, sums, product, state);
  }
};

// The rows of a state [batch, hidden], in the order of the work
template <class T>
struct states_in_order {
  recurrent_layout layout;
  extent_t hidden;
  T const* from;
  T* to;
  SHAPEPROOF_HD void operator()(extent_t, extent_t j, extent_t unit) const {
    to[j * hidden + unit] = from[layout.row_of(j) * hidden + unit];
  }
};
// The last state of the rows without positions, which begin at row `first` of the work
template <class T>
struct states_that_stay {
  recurrent_layout layout;
  extent_t hidden, first;
  T const* from; // may be null: zeros
  T* to;
  SHAPEPROOF_HD void operator()(extent_t, extent_t j, extent_t unit) const {
    extent_t const i = layout.row_of(first + j) * hidden + unit;
    to[i] = number_or_zero(from, i);
  }
};
// x [steps, batch, inputs] -> its rows that are read, as they are kept
template <class T>
struct inputs_in_order {
  recurrent_layout layout;
  extent_t inputs;
  T const* x;
  T* to;
  SHAPEPROOF_HD void operator()(extent_t t, extent_t row, extent_t i) const {
    extent_t const kept = layout.kept_at(t, row);
    if (kept >= 0) to[kept * inputs + i] = x[(t * layout.batch + row) * inputs + i];
  }
};
template <class T>
struct zeros_at_padding {
  recurrent_layout layout;
  extent_t hidden;
  T* y;
  SHAPEPROOF_HD void operator()(extent_t t, extent_t row, extent_t unit) const {
    if (layout.kept_at(t, row) < 0) y[(t * layout.batch + row) * hidden + unit] = T(0);
  }
};

// The rows of x that are read, as what is kept of them lies.
template <class T>
T const* read_inputs(char const* operation, scratch& workspace, kernels::recurrent_arguments<T> const& a,
                     recurrent_order const& order) {
  if (!order.host.packed()) return a.x;
  T* const x = workspace.take<T>(order.total() * a.inputs);
  recurrent_each(operation, {a.steps, a.batch, a.inputs}, inputs_in_order<T>{order.device, a.inputs, a.x, x});
  return x;
}

// Each step by a product and a launch of the cells.
template <class Cell, class T>
void recurrent_steps(char const* operation, scratch& workspace, kernels::recurrent_arguments<T> const& a, Cell cell,
                     recurrent_layout const& host) {
  extent_t const H = a.hidden, width = Cell::gates * H;
  T const* h = a.h0;
  if (host.packed()) {
    cell.h = workspace.take<T>(a.batch * H);
    if (h != nullptr) {
      recurrent_each(operation, {1, cell.rows, H}, states_in_order<T>{cell.layout, H, h, cell.h});
      h = cell.h;
    }
  }
  for (extent_t u = 0; u < host.steps; ++u) {
    extent_t const reading = host.active(u), first = host.begin(u);
    T* products = nullptr;
    if (h != nullptr) {
      products = Cell::adds_products ? cell.sums + first * width : cell.products(first);
      product<T>(operation, {1, reading, width, H}, {h, H, 0}, {a.w_hh, width, 0}, {products, width, 0},
                 Cell::adds_products);
      if (Cell::adds_products) products = nullptr;
    }
    recurrent_each(operation, {1, reading, H}, recurrent_forward_step<Cell>{cell, u, products});
    h = host.packed() ? cell.h : a.y + first * H;
  }
}

// All sequences of a batch, by the cell made of the arguments; in one launch, if there is a tile.
template <class Cell, class T, class Arguments>
void recurrent_forward_by(char const* operation, Arguments const& a, recurrent_order const& order, scratch& workspace,
                          persistent_tile const& tile) {
  extent_t const H = a.hidden, width = Cell::gates * H, positions = order.total(), rows = order.host.active(0);
  recurrent_forward_cell<T> common{order.device, rows, H, a.gates, a.gates != nullptr, a.h0, a.y, a.h_last};
  if (common.sums == nullptr) common.sums = workspace.take<T>(positions * width);
  Cell const cell(common, workspace, a, tile.rows > 0);
  {
    scratch inputs;
    T const* const x = read_inputs<T>(operation, inputs, a, order);
    product<T>(operation, {1, positions, width, a.inputs}, {x, a.inputs, 0}, {a.w_ih, width, 0}, {cell.sums, width, 0},
               false, a.bias);
  }
  if (tile.rows > 0)
    recurrent_persistent(operation, workspace, cell, a.w_hh, tile);
  else
    recurrent_steps<Cell, T>(operation, workspace, a, cell, order.host);
  if (positions < a.steps * a.batch)
    recurrent_each(operation, {a.steps, a.batch, H}, zeros_at_padding<T>{order.device, H, a.y});
  cell.each_state([&](T const* from, T* last) {
    if (last != nullptr)
      recurrent_each(operation, {1, a.batch - rows, H}, states_that_stay<T>{order.device, H, rows, from, last});
  });
}
template <class Cell, class T, class Arguments>
void recurrent_forward(char const* operation, Arguments const& a) {
  if (a.batch <= 0 || a.hidden <= 0) return;
  scratch workspace;
  recurrent_order const order(workspace, a.steps, a.batch, a.lengths, a.reversed);
  recurrent_forward_by<Cell, T>(operation, a, order, workspace,
                                best_persistent_tile<Cell>(order.host.steps, order.host.active(0), a.hidden));
}

} // namespace sp::gpu::detail
