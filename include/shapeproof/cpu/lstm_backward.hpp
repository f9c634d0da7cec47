// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "lstm.hpp"

namespace sp::cpu {

// The gradients of what lstm_forward gave, [steps, batch, hidden] and [batch, hidden], each null if there is none; dy at
// padding is not read. And where the gradients of its operands go, each null if nobody wants it: written, or added to.
template <class T>
struct lstm_gradients {
  T const* dy = nullptr;
  T const* dh_last = nullptr;
  T const* dc_last = nullptr;
  T* dx = nullptr; // zero at padding
  T* dh0 = nullptr;
  T* dc0 = nullptr;
  bool add_dx = false, add_dh0 = false, add_dc0 = false;
  T* dw_ih = nullptr; // always added to
  T* dw_hh = nullptr;
  T* dbias = nullptr;
};

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

// What all threads of a backward pass share. Gate activations become the gradients of the sums, in place.
template <class T>
struct lstm_backward_work {
  reading_order const& order;
  T const *input, *recurrent; // packed, transposed
  T const* zeros;
  T* dh; // [batch, hidden] in the order of the work: what the step behind gives back
  T* dc;
  T* dbias; // [batch / lstm_rows, 4 hidden]: sums that do not depend on who makes them
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
void lstm_input_gradient(lstm_arguments<T> const& a, lstm_gradients<T> const& d, lstm_backward_work<T> const& w,
                         range rows, extent_t u, extent_t steps) {
  extent_t const four = 4 * a.hidden, B = a.batch, I = a.inputs, first = rows.first;
  reading_order const& order = w.order;
  extent_t const n = order.active_in(rows, u);
  T const* const gates = a.gates + (u * B + first) * four;
  if (order.in_place && order.active_in(rows, u + steps - 1) == n)
    return gemm<T>({n, four, I, steps, B * four, (order.reversed ? -B : B) * I}, I, four, gates, w.input,
                   d.dx + order.position(u, first) * I, d.add_dx);
  scratch workspace;
  T* const together = workspace.take<T>(steps * n * I);
  gemm<T>({n, four, I, steps, B * four, n * I}, I, four, gates, w.input, together, false);
  for (extent_t s = 0; s < steps; ++s)
    for (extent_t j = 0; j < order.active_in(rows, u + s); ++j)
      put_row(I, together + (s * n + j) * I, d.dx + order.position(u + s, first + j) * I, d.add_dx);
}

template <class T>
void lstm_backward_rows(lstm_arguments<T> const& a, lstm_gradients<T> const& d, lstm_backward_work<T> const& w,
                        range rows) {
  extent_t const H = a.hidden, four = 4 * H, B = a.batch, first = rows.first;
  reading_order const& order = w.order;
  extent_t waiting = 0; // steps whose dx is not computed yet
  for (extent_t u = order.length[first] - 1; u >= 0; --u) {
    extent_t const n = order.active_in(rows, u), going_on = order.active_in(rows, u + 1);
    gemm<T>({going_on, four, H}, H, four, a.gates + ((u + 1) * B + first) * four, w.recurrent, w.dh + first * H, false);
    for (extent_t j = first; j < first + n; ++j) {
      extent_t const row = order.row[j];
      T const* dh = w.dh + j * H;
      if (j >= first + going_on) { // the last step of this row
        dh = d.dh_last != nullptr ? d.dh_last + row * H : w.zeros;
        std::copy_n(d.dc_last != nullptr ? d.dc_last + row * H : w.zeros, H, w.dc + j * H);
      }
      T const* const dy = d.dy != nullptr ? d.dy + order.position(u, j) * H : w.zeros;
      T const* const c = a.cells + (u * B + j) * H;
      T const* const c_before = u > 0 ? c - B * H : a.c0 != nullptr ? a.c0 + row * H : w.zeros;
      lstm_cell_backward<T>(H, a.gates + (u * B + j) * four, c_before, c, dh, dy, w.dc + j * H,
                            w.dbias + j / lstm_rows * four);
    }
    ++waiting;
    if (d.dx != nullptr && (u == 0 || (waiting + 1) * order.active_in(rows, u - 1) > lstm_chunk)) {
      lstm_input_gradient(a, d, w, rows, u, waiting);
      waiting = 0;
    }
  }
}

// What is left beside the steps: zeros at padding, the gradients of the first state.
template <class T>
void lstm_finish_backward(lstm_arguments<T> const& a, lstm_gradients<T> const& d, lstm_backward_work<T> const& w,
                          range rows) {
  extent_t const H = a.hidden, four = 4 * H, B = a.batch, I = a.inputs, first = rows.first;
  reading_order const& order = w.order;
  if (d.dh0 != nullptr && order.steps > 0)
    gemm<T>({order.active_in(rows, 0), four, H}, H, four, a.gates + first * four, w.recurrent, w.dh + first * H, false);
  for (extent_t j = first; j < rows.last; ++j) {
    extent_t const row = order.row[j], length = order.length[j];
    if (d.dx != nullptr && !d.add_dx)
      for (extent_t t = length; t < a.steps; ++t) std::fill_n(d.dx + (t * B + row) * I, I, T(0));
    T const *dh = w.dh + j * H, *dc = w.dc + j * H;
    if (length == 0) {
      dh = d.dh_last != nullptr ? d.dh_last + row * H : w.zeros;
      dc = d.dc_last != nullptr ? d.dc_last + row * H : w.zeros;
    }
    if (d.dh0 != nullptr) put_row(H, dh, d.dh0 + row * H, d.add_dh0);
    if (d.dc0 != nullptr) put_row(H, dc, d.dc0 + row * H, d.add_dc0);
  }
}

// The positions that were read, step after step: where the batch has x and y, and where the work has the gates.
struct lstm_positions {
  extent_t* batch;
  extent_t* before; // where the batch has y of the step before; at the first step the row
  extent_t* work;
  extent_t first = 0, count = 0; // first steps, all

  lstm_positions(scratch& workspace, reading_order const& order)
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
template <class T>
void lstm_weight_gradients(lstm_arguments<T> const& a, lstm_gradients<T> const& d, lstm_positions const& at,
                           T const* dbias, extent_t first, extent_t last) {
  extent_t const H = a.hidden, four = 4 * H, n = last - first;
  T const* const gates = a.gates + first;
  if (d.dw_ih != nullptr)
    gemm_tn(a.inputs, n, at.count, a.x, a.inputs, gates, four, d.dw_ih + first, four, at.batch, at.work);
  if (d.dw_hh != nullptr) {
    gemm_tn(H, n, at.count - at.first, static_cast<T const*>(a.y), H, gates, four, d.dw_hh + first, four,
            at.before + at.first, at.work + at.first);
    if (a.h0 != nullptr) gemm_tn(H, n, at.first, a.h0, H, gates, four, d.dw_hh + first, four, at.before, at.work);
  }
  if (d.dbias != nullptr)
    for (extent_t part = 0; part * lstm_rows < a.batch; ++part)
      put_row(n, dbias + part * four + first, d.dbias + first, true);
}

} // namespace detail

// The gradients of lstm_forward(a), whose gates were kept: they are used up.
template <class T>
void lstm_backward(lstm_arguments<T> const& a, lstm_gradients<T> const& d) {
  if (a.batch <= 0) return;
  extent_t const H = a.hidden, four = 4 * H;
  scratch workspace;
  detail::reading_order const order(workspace, a.steps, a.batch, a.lengths, a.reversed);
  bool const in_parallel = order.total() * four * (a.inputs + H) >= detail::lstm_enough;
  T* const zeros = workspace.take<T>(H);
  std::fill_n(zeros, H, T(0));
  extent_t const parts_of_dbias = (a.batch + detail::lstm_rows - 1) / detail::lstm_rows;
  T* const dbias = workspace.take<T>(parts_of_dbias * four);
  std::fill_n(dbias, parts_of_dbias * four, T(0));
  detail::lstm_backward_work<T> const work{
      order,
      d.dx != nullptr ? detail::pack_transposed_weight(workspace, a.inputs, four, a.w_ih, in_parallel) : nullptr,
      detail::pack_transposed_weight(workspace, H, four, a.w_hh, in_parallel),
      zeros,
      workspace.take<T>(a.batch * H),
      workspace.take<T>(a.batch * H),
      dbias};
  auto const rows_of = [&](range rows) {
    if (rows.first == rows.last) return;
    if (order.length[rows.first] > 0) detail::lstm_backward_rows(a, d, work, rows);
    detail::lstm_finish_backward(a, d, work, rows);
  };
  if (in_parallel)
    parallel([&](int part, int parts) { rows_of(order.share(part, parts, detail::lstm_rows)); });
  else
    rows_of({0, a.batch});
  if (d.dw_ih == nullptr && d.dw_hh == nullptr && d.dbias == nullptr) return;
  detail::lstm_positions const at(workspace, order);
  parallel_ranges(four, panel_columns<T>, in_parallel ? 0 : four + 1, [&](extent_t first, extent_t last) {
    detail::lstm_weight_gradients(a, d, at, static_cast<T const*>(dbias), first, last);
  });
}

} // namespace sp::cpu
