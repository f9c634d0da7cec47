// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/recurrent_arguments.hpp"
#include "recurrent.hpp"
#include "rows.hpp"

namespace sp::cpu {

namespace detail {

// A weight [K,N] packed for products with its transpose.
template <class T>
T const* pack_transposed_weight(scratch& workspace, extent_t K, extent_t N, T const* w, bool in_parallel) {
  T* const packed = workspace.take<T>(padded_columns<T>(K) * N);
  parallel_ranges(K, panel_columns<T>, in_parallel ? 0 : K + 1, [=](extent_t first, extent_t last) {
    pack_transposed(N, last - first, w + first * N, N, packed + first * N);
  });
  return packed;
}

// What all threads of a backward pass share, beside their cell. Gate activations become the gradients of the sums, in
// place.
template <class T>
struct backward_work {
  reading_order const& order;
  T const *input, *recurrent; // packed, transposed
  T const* zeros;
  T* dh;    // [batch, hidden] in the order of the work: what the step behind gives back
  T* dbias; // [batch / recurrent_rows, biases hidden]: sums that do not depend on who makes them
};

template <class T>
void put_row(extent_t n, T const* from, T* to, bool add) {
  if (add)
    each_vector<T>(n,
                   [=](extent_t i, extent_t count) { put_lanes<T>(to + i, count, load_lanes(from + i, count), true); });
  else
    std::copy_n(from, n, to);
}

// dx at the positions of the steps [u, u + steps), whose gate gradients are known
template <class T>
void input_gradient(kernels::recurrent_arguments<T> const& a, kernels::recurrent_gradients<T> const& d,
                    backward_work<T> const& w, extent_t width, range rows, extent_t u, extent_t steps) {
  extent_t const B = a.batch, I = a.inputs, first = rows.first;
  reading_order const& order = w.order;
  extent_t const n = order.active_in(rows, u);
  T const* const gates = a.gates + (u * B + first) * width;
  if (order.in_place && order.active_in(rows, u + steps - 1) == n)
    return gemm<T>({n, width, I, steps, B * width, (order.reversed ? -B : B) * I}, I, width, gates, w.input,
                   d.dx + order.position(u, first) * I, d.add_dx);
  scratch workspace;
  T* const together = workspace.take<T>(steps * n * I);
  gemm<T>({n, width, I, steps, B * width, n * I}, I, width, gates, w.input, together, false);
  for (extent_t s = 0; s < steps; ++s)
    for (extent_t j = 0; j < order.active_in(rows, u + s); ++j)
      put_row(I, together + (s * n + j) * I, d.dx + order.position(u + s, first + j) * I, d.add_dx);
}

// A backward cell is made of (workspace, order, arguments, gradients) and has
//   gates, biases                      how many; the first biases are those of the gates
//   passes_dh                          whether h' depends on h beside the product with w_hh
//   products                           [steps, batch, gates hidden]: the gradients of what that product gave
//   begin(j, row)                      before the last step of a row
//   step(u, j, row, dh, dy, dh_before, dbias)
//                                      dh + dy is the gradient of h'; activations to gradients, in place; the part of it
//                                      that passes to h to dh_before, which may be dh
//   finish(j, row, length)             after the first step
//   finish_biases(dbias, parts)        the sums of those beyond the gates'
template <class Cell, class T>
void backward_rows(kernels::recurrent_arguments<T> const& a, kernels::recurrent_gradients<T> const& d,
                   backward_work<T> const& w, Cell const& cell, range rows) {
  extent_t const H = a.hidden, width = Cell::gates * H, B = a.batch, first = rows.first;
  reading_order const& order = w.order;
  extent_t waiting = 0; // steps whose dx is not computed yet
  for (extent_t u = order.length[first] - 1; u >= 0; --u) {
    extent_t const n = order.active_in(rows, u), going_on = order.active_in(rows, u + 1);
    gemm<T>({going_on, width, H}, H, width, cell.products + ((u + 1) * B + first) * width, w.recurrent,
            w.dh + first * H, Cell::passes_dh);
    for (extent_t j = first; j < first + n; ++j) {
      extent_t const row = order.row[j];
      T const* dh = w.dh + j * H;
      if (j >= first + going_on) { // the last step of this row
        dh = d.dh_last != nullptr ? d.dh_last + row * H : w.zeros;
        cell.begin(j, row);
      }
      T const* const dy = d.dy != nullptr ? d.dy + order.position(u, j) * H : w.zeros;
      cell.step(u, j, row, dh, dy, w.dh + j * H, w.dbias + j / recurrent_rows * Cell::biases * H);
    }
    ++waiting;
    if (d.dx != nullptr && (u == 0 || (waiting + 1) * order.active_in(rows, u - 1) > recurrent_chunk)) {
      input_gradient(a, d, w, width, rows, u, waiting);
      waiting = 0;
    }
  }
}

// What is left beside the steps: zeros at padding, the gradients of the first state.
template <class Cell, class T>
void finish_backward(kernels::recurrent_arguments<T> const& a, kernels::recurrent_gradients<T> const& d,
                     backward_work<T> const& w, Cell const& cell, range rows) {
  extent_t const H = a.hidden, width = Cell::gates * H, B = a.batch, I = a.inputs, first = rows.first;
  reading_order const& order = w.order;
  if (d.dh0 != nullptr && order.steps > 0)
    gemm<T>({order.active_in(rows, 0), width, H}, H, width, cell.products + first * width, w.recurrent,
            w.dh + first * H, Cell::passes_dh);
  for (extent_t j = first; j < rows.last; ++j) {
    extent_t const row = order.row[j], length = order.length[j];
    if (d.dx != nullptr && !d.add_dx)
      for (extent_t t = length; t < a.steps; ++t) std::fill_n(d.dx + (t * B + row) * I, I, T(0));
    T const* dh = w.dh + j * H;
    if (length == 0) dh = d.dh_last != nullptr ? d.dh_last + row * H : w.zeros;
    if (d.dh0 != nullptr) put_row(H, dh, d.dh0 + row * H, d.add_dh0);
    cell.finish(j, row, length);
  }
}

// The positions that were read, step after step: where the batch has x and y, and where the work has the gates.
struct read_positions {
  extent_t* batch;
  extent_t* before; // where the batch has y of the step before; at the first step the row
  extent_t* work;
  extent_t first = 0, count = 0; // first steps, all

  read_positions(scratch& workspace, reading_order const& order)
      : batch(workspace.take<extent_t>(order.total())), before(workspace.take<extent_t>(order.total())),
        work(workspace.take<extent_t>(order.total())), first(order.active[0]) {
    for (extent_t u = 0; u < order.steps; ++u)
      for (extent_t j = 0; j < order.active[u]; ++j, ++count) {
        batch[count] = order.position(u, j);
        before[count] = u > 0 ? order.position(u - 1, j) : order.row[j];
        work[count] = u * order.batch + j;
      }
  }
};

// The gradients of the weights of the gate columns [first, last)
template <class Cell, class T>
void weight_gradients(kernels::recurrent_arguments<T> const& a, kernels::recurrent_gradients<T> const& d,
                      read_positions const& at, Cell const& cell, T const* dbias, extent_t first, extent_t last) {
  extent_t const H = a.hidden, width = Cell::gates * H, n = last - first;
  T const *const gates = a.gates + first, *const products = cell.products + first;
  if (d.dw_ih != nullptr)
    gemm_tn(a.inputs, n, at.count, a.x, a.inputs, gates, width, d.dw_ih + first, width, at.batch, at.work);
  if (d.dw_hh != nullptr) {
    gemm_tn(H, n, at.count - at.first, static_cast<T const*>(a.y), H, products, width, d.dw_hh + first, width,
            at.before + at.first, at.work + at.first);
    if (a.h0 != nullptr) gemm_tn(H, n, at.first, a.h0, H, products, width, d.dw_hh + first, width, at.before, at.work);
  }
  if (d.dbias != nullptr)
    for (extent_t part = 0; part * recurrent_rows < a.batch; ++part)
      put_row(n, dbias + part * Cell::biases * H + first, d.dbias + first, true);
}

// The gradients of recurrent_forward, of whose cell `arguments` and `gradients` are: what was kept is used up.
template <class Cell, class T, class Arguments, class Gradients>
void recurrent_backward(kernels::recurrent_arguments<T> const& a, kernels::recurrent_gradients<T> const& d,
                        Arguments const& arguments, Gradients const& gradients) {
  if (a.batch <= 0) return;
  extent_t const H = a.hidden, width = Cell::gates * H;
  scratch workspace;
  reading_order const order(workspace, a.steps, a.batch, a.lengths, a.reversed);
  bool const in_parallel = order.total() * width * (a.inputs + H) >= recurrent_enough;
  T* const zeros = workspace.take<T>(H);
  std::fill_n(zeros, H, T(0));
  extent_t const parts_of_dbias = (a.batch + recurrent_rows - 1) / recurrent_rows;
  T* const dbias = workspace.take<T>(parts_of_dbias * Cell::biases * H);
  std::fill_n(dbias, parts_of_dbias * Cell::biases * H, T(0));
  backward_work<T> const work{order,
                              d.dx != nullptr ? pack_transposed_weight(workspace, a.inputs, width, a.w_ih, in_parallel)
                                              : nullptr,
                              pack_transposed_weight(workspace, H, width, a.w_hh, in_parallel),
                              zeros,
                              workspace.take<T>(a.batch * H),
                              dbias};
  Cell const cell(workspace, order, arguments, gradients);
  auto const rows_of = [&](range rows) {
    if (rows.first == rows.last) return;
    if (order.length[rows.first] > 0) backward_rows(a, d, work, cell, rows);
    finish_backward(a, d, work, cell, rows);
  };
  if (in_parallel)
    parallel([&](int part, int parts) { rows_of(order.share(part, parts, recurrent_rows)); });
  else
    rows_of({0, a.batch});
  cell.finish_biases(static_cast<T const*>(dbias), parts_of_dbias);
  if (d.dw_ih == nullptr && d.dw_hh == nullptr && d.dbias == nullptr) return;
  read_positions const at(workspace, order);
  parallel_ranges(width, panel_columns<T>, in_parallel ? 0 : width + 1, [&](extent_t first, extent_t last) {
    weight_gradients(a, d, at, cell, static_cast<T const*>(dbias), first, last);
  });
}

} // namespace detail
} // namespace sp::cpu
