// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "gemm.hpp"
#include "lstm_cell.hpp"
#include "reading_order.hpp"

// An LSTM over whole sequences. Weights are packed once; threads share the rows of the batch and go through all steps
// without waiting for each other. A row's bits depend neither on its batch, its padding nor the number of threads.
namespace sp::cpu {

// Time-major: x [steps, batch, inputs], w_ih [inputs, 4 hidden], w_hh [hidden, 4 hidden], bias [4 hidden] (gates i f g o)
// -> y [steps, batch, hidden]. States are [batch, hidden].
template <class T>
struct lstm_arguments {
  extent_t steps = 0, batch = 0, inputs = 0, hidden = 0;
  T const* x = nullptr;
  T const* w_ih = nullptr;
  T const* w_hh = nullptr;
  T const* bias = nullptr;
  T const* h0 = nullptr; // null: zeros
  T const* c0 = nullptr;
  int const* lengths = nullptr; // [batch]; null: all rows are full. What stands in x at padding does not matter.
  bool reversed = false;        // each row is read from its own last position
  T* y = nullptr;               // zero at padding
  T* h_last = nullptr;          // the state after the last position read; may be null
  T* c_last = nullptr;
  T* gates = nullptr; // [steps, batch, 4 hidden], what the backward pass needs; null if there will be none
  T* cells = nullptr; // [steps, batch, hidden], with gates
};

namespace detail {

inline constexpr extent_t lstm_chunk = 256;          // rows of the input product at a time, soon enough used to be near
inline constexpr extent_t lstm_rows = 4;             // rows that stay with one thread
inline constexpr extent_t lstm_enough = 500'000;     // multiplications from which threads pay
inline constexpr extent_t worth_packing_inputs = 64; // rows from which packing a weight pays: one product with all rows
inline constexpr extent_t worth_packing_states = 16; // one product for each step

template <class T>
void pack_columns_in_parallel(extent_t K, extent_t N, T const* B, T* packed, extent_t enough) {
  parallel_ranges(N, panel_columns<T>, enough,
                  [=](extent_t first, extent_t last) { pack(K, last - first, B + first, N, packed + first * K); });
}

// A weight [K,N] on the right side of products, packed or as it is.
template <class T>
struct lstm_weight {
  extent_t K, N;
  T const* numbers;
  bool packed;

  lstm_weight(scratch& workspace, extent_t rows, extent_t columns, T const* w, bool pack, bool in_parallel)
      : K(rows), N(columns), numbers(w), packed(pack) {
    if (!pack) return;
    T* const memory = workspace.take<T>(padded_columns<T>(N) * K);
    pack_columns_in_parallel(K, N, w, memory, in_parallel ? 0 : N + 1);
    numbers = memory;
  }
  void multiply(gemm_rows r, T const* A, T* C, bool add, T const* start) const {
    if (packed) return gemm<T>(r, N, K, A, numbers, C, add, start);
    if (r.rows == 1) r = {r.blocks, r.a_block, r.c_block};
    for (extent_t block = 0; block < r.blocks; ++block)
      gemm_unpacked<false>(r.rows, N, K, A + block * r.a_block, r.lda, numbers, N, C + block * r.c_block, r.ldc, add,
                           start);
  }
};

// The rows of x that are read at the steps [u, u + steps) -> [steps, rows that read at step u, inputs]
template <class T>
void gather_positions(reading_order const& order, range rows, extent_t u, extent_t steps, extent_t inputs, T const* x,
                      T* to) {
  extent_t const n = order.active_in(rows, u);
  for (extent_t s = 0; s < steps; ++s)
    for (extent_t j = 0; j < order.active_in(rows, u + s); ++j)
      std::copy_n(x + order.position(u + s, rows.first + j) * inputs, inputs, to + (s * n + j) * inputs);
}

// What all threads of a forward pass share. h [batch, hidden] is the running state, c too if the cells are not kept.
template <class T>
struct lstm_work {
  reading_order const& order;
  lstm_weight<T> const &input, &recurrent;
  T const* zeros;
  T* h;
  T* c;
};

template <class T>
void lstm_forward_rows(lstm_arguments<T> const& a, lstm_work<T> const& w, range rows) {
  extent_t const H = a.hidden, four = 4 * H, B = a.batch, I = a.inputs, first = rows.first;
  reading_order const& order = w.order;
  extent_t const longest = order.length[first];
  extent_t const chunk = std::min(std::max(lstm_chunk, rows.last - first), (rows.last - first) * longest);
  scratch workspace;
  T* const gathered = order.in_place ? nullptr : workspace.take<T>(chunk * I);
  T* const passing_gates = a.gates != nullptr ? nullptr : workspace.take<T>(chunk * four);
  for (extent_t u = 0; u < longest;) {
    extent_t const n = order.active_in(rows, u), steps = std::clamp<extent_t>(chunk / n, 1, longest - u);
    T* gates = a.gates != nullptr ? a.gates + (u * B + first) * four : passing_gates;
    extent_t const gates_step = (a.gates != nullptr ? B : n) * four;
    T const* x = gathered;
    extent_t x_step = n * I;
    if (order.in_place)
      x = a.x + order.position(u, first) * I, x_step = (order.reversed ? -B : B) * I;
    else
      gather_positions(order, rows, u, steps, I, a.x, gathered);
    w.input.multiply({n, I, four, steps, x_step, gates_step}, x, gates, false, a.bias);
    for (extent_t const end = u + steps; u < end; ++u, gates += gates_step) {
      extent_t const reading = order.active_in(rows, u);
      if (u > 0 || a.h0 != nullptr) w.recurrent.multiply({reading, H, four}, w.h + first * H, gates, true, nullptr);
      for (extent_t j = first; j < first + reading; ++j) {
        T* const c = a.cells != nullptr ? a.cells + (u * B + j) * H : w.c + j * H;
        T const* const c_before = u > 0             ? a.cells != nullptr ? c - B * H : c
                                  : a.c0 != nullptr ? a.c0 + order.row[j] * H
                                                    : w.zeros;
        lstm_cell<T>(H, gates + (j - first) * four, c_before, c, w.h + j * H, a.y + order.position(u, j) * H);
      }
    }
  }
}

// What is left beside the steps: zeros at padding, the last states.
template <class T>
void lstm_finish_rows(lstm_arguments<T> const& a, lstm_work<T> const& w, range rows) {
  extent_t const H = a.hidden, B = a.batch;
  for (extent_t j = rows.first; j < rows.last; ++j) {
    extent_t const row = w.order.row[j], length = w.order.length[j];
    for (extent_t t = length; t < a.steps; ++t) std::fill_n(a.y + (t * B + row) * H, H, T(0));
    T const *h = w.h + j * H, *c = w.c + j * H;
    if (length == 0) {
      h = a.h0 != nullptr ? a.h0 + row * H : w.zeros;
      c = a.c0 != nullptr ? a.c0 + row * H : w.zeros;
    } else if (a.cells != nullptr) {
      c = a.cells + ((length - 1) * B + j) * H;
    }
    if (a.h_last != nullptr) std::copy_n(h, H, a.h_last + row * H);
    if (a.c_last != nullptr) std::copy_n(c, H, a.c_last + row * H);
  }
}

} // namespace detail

// Fills y, and h_last, c_last, gates and cells where they are not null.
template <class T>
void lstm_forward(lstm_arguments<T> const& a) {
  if (a.batch <= 0) return;
  extent_t const H = a.hidden;
  scratch workspace;
  detail::reading_order const order(workspace, a.steps, a.batch, a.lengths, a.reversed);
  extent_t const positions = order.total();
  bool const in_parallel = positions * 4 * H * (a.inputs + H) >= detail::lstm_enough;
  detail::lstm_weight<T> const input(workspace, a.inputs, 4 * H, a.w_ih, positions >= detail::worth_packing_inputs,
                                     in_parallel);
  detail::lstm_weight<T> const recurrent(
      workspace, H, 4 * H, a.w_hh, positions >= detail::worth_packing_states && (order.steps > 1 || a.h0 != nullptr),
      in_parallel);
  T* const zeros = workspace.take<T>(H);
  std::fill_n(zeros, H, T(0));
  detail::lstm_work<T> const work{order,
                                  input,
                                  recurrent,
                                  zeros,
                                  workspace.take<T>(a.batch * H),
                                  workspace.take<T>(a.cells != nullptr ? 0 : a.batch * H)};
  auto const rows_of = [&](range rows) {
    if (rows.first == rows.last) return;
    if (a.h0 != nullptr)
      for (extent_t j = rows.first; j < rows.last; ++j) std::copy_n(a.h0 + order.row[j] * H, H, work.h + j * H);
    if (order.length[rows.first] > 0) detail::lstm_forward_rows(a, work, rows);
    detail::lstm_finish_rows(a, work, rows);
  };
  if (in_parallel)
    parallel([&](int part, int parts) { rows_of(order.share(part, parts, detail::lstm_rows)); });
  else
    rows_of({0, a.batch});
}

} // namespace sp::cpu
