// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/recurrent_arguments.hpp"
#include "reading_order.hpp"
#include "weight_factors.hpp"

// What recurrent layers share: the walk of a cell over whole sequences. Weights are packed once; threads share the rows of
// the batch and go through all steps without waiting for each other. A row's bits depend neither on its batch, its padding
// nor the number of threads.
namespace sp::cpu {

namespace detail {

inline constexpr extent_t recurrent_chunk = 256;     // rows of the input product at a time, soon enough used to be near
inline constexpr extent_t recurrent_rows = 4;        // rows that stay with one thread
inline constexpr extent_t recurrent_enough = 500000; // multiplications from which threads pay
inline constexpr extent_t worth_packing_inputs = 64; // rows from which packing a weight pays: one product with all rows
inline constexpr extent_t worth_packing_states = 16; // one product for each step

// A weight [K,N] on the right side of products, packed or as it is.
template <class W>
struct recurrent_weight {
  using to = weight_factors<W>;
  using factor = typename to::factor;
  using T = sum_of<factor>;
  extent_t K, N;
  W const* numbers;
  factor const* packed = nullptr;

  recurrent_weight(scratch& workspace, extent_t rows, extent_t columns, W const* w, bool worth_packing,
                   bool in_parallel)
      : K(rows), N(columns), numbers(w) {
    if (!worth_packing) return;
    factor* const memory = workspace.take<factor>(padded_columns<factor>(N) * to::depth(K));
    parallel_ranges(N, panel_columns<factor>, in_parallel ? 0 : N + 1, [&](extent_t first, extent_t last) {
      pack(K, last - first, w + first, N, memory + first * to::depth(K));
    });
    packed = memory;
  }
  void multiply(gemm_rows r, T const* A, T* C, bool add, T const* start) const {
    if (r.rows == 1) r = {r.blocks, r.a_block, r.c_block};
    scratch workspace;
    factor const* const left = to::of(workspace, r, K, A);
    if (packed != nullptr) return gemm<factor>(r, N, to::depth(K), left, packed, C, add, start);
    for (extent_t block = 0; block < r.blocks; ++block)
      gemm_unpacked<false>(r.rows, N, K, left + block * r.a_block, r.lda, numbers, N, C + block * r.c_block, r.ldc, add,
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

// How far apart rows of n sums are in a workspace: at multiples of half a page all rows of a tile would share the same few
// places of the nearest cache.
template <class T>
constexpr extent_t spaced(extent_t n) {
  return n * extent_t(sizeof(T)) % 2048 == 0 ? n + width<T> : n;
}

// Where the product of a state and w_hh goes: rows of G hidden numbers, `apart` elements apart, to which it is added, or
// which begin as `start`.
template <class T>
struct state_product {
  T* to;
  extent_t apart;
  bool add;
  T const* start;

  // What the product with a state of zeros gives
  void of_zeros(extent_t rows, extent_t width) const {
    for (extent_t row = 0; row < rows && !add; ++row) std::copy_n(start, width, to + row * apart);
  }
};

// What all threads of a forward pass share, beside their cell. h [batch, hidden] is the running state.
template <class T, class W>
struct forward_work {
  reading_order const& order;
  recurrent_weight<W> const &input, &recurrent;
  T const* bias; // [G hidden]
  T* h;
};

// A forward cell is made of (workspace, arguments) and has
//   gates                              how many
//   product(u, j, sums, apart)         the state_product of the rows from j on at step u; their x w_ih + bias is in `sums`,
//                                      rows `apart` elements apart
//   step(u, j, row, sums, product, h_before, h, y)
//                                      of one row, whose number in the batch is `row`: sums to activations, in place, and
//                                      the state, which goes to h and to y
//   finish(j, row, length)             after the last step
template <class Cell, class T, class W>
void forward_rows(kernels::recurrent_arguments<T, W> const& a, forward_work<T, W> const& w, Cell const& cell,
                  range rows) {
  extent_t const H = a.hidden, width = Cell::gates * H, B = a.batch, I = a.inputs, first = rows.first;
  reading_order const& order = w.order;
  extent_t const longest = order.length[first];
  extent_t const chunk = std::min(std::max(recurrent_chunk, rows.last - first), (rows.last - first) * longest);
  scratch workspace;
  T* const gathered = order.in_place ? nullptr : workspace.take<T>(chunk * I);
  extent_t const apart = a.gates != nullptr ? width : spaced<T>(width);
  T* const passing_gates = a.gates != nullptr ? nullptr : workspace.take<T>(chunk * apart);
  for (extent_t u = 0; u < longest;) {
    extent_t const n = order.active_in(rows, u), steps = std::clamp<extent_t>(chunk / n, 1, longest - u);
    T* gates = a.gates != nullptr ? a.gates + (u * B + first) * width : passing_gates;
    extent_t const gates_step = (a.gates != nullptr ? B : n) * apart;
    T const* x = gathered;
    extent_t x_step = n * I;
    if (order.in_place)
      x = a.x + order.position(u, first) * I, x_step = (order.reversed ? -B : B) * I;
    else
      gather_positions(order, rows, u, steps, I, a.x, gathered);
    w.input.multiply({n, I, apart, steps, x_step, gates_step}, x, gates, false, w.bias);
    for (extent_t const end = u + steps; u < end; ++u, gates += gates_step) {
      extent_t const reading = order.active_in(rows, u);
      state_product<T> const product = cell.product(u, first, gates, apart);
      if (u > 0 || a.h0 != nullptr)
        w.recurrent.multiply({reading, H, product.apart}, w.h + first * H, product.to, product.add, product.start);
      else
        product.of_zeros(reading, width);
      for (extent_t j = first; j < first + reading; ++j) {
        T* const h = w.h + j * H;
        cell.step(u, j, order.row[j], gates + (j - first) * apart, product.to + (j - first) * product.apart, h, h,
                  a.y + order.position(u, j) * H);
      }
    }
  }
}

// What is left beside the steps: zeros at padding, the last states.
template <class Cell, class T, class W>
void finish_rows(kernels::recurrent_arguments<T, W> const& a, forward_work<T, W> const& w, Cell const& cell,
                 range rows) {
  extent_t const H = a.hidden;
  for (extent_t j = rows.first; j < rows.last; ++j) {
    extent_t const row = w.order.row[j], length = w.order.length[j];
    for (extent_t t = length; t < a.steps; ++t) std::fill_n(a.y + (t * a.batch + row) * H, H, T(0));
    if (a.h_last != nullptr) std::copy_n(w.h + j * H, H, a.h_last + row * H);
    cell.finish(j, row, length);
  }
}

// All sequences of a batch, by the cell made of `arguments`, of which `a` is the part that every cell has.
template <class Cell, class T, class W, class Arguments>
void recurrent_forward(kernels::recurrent_arguments<T, W> const& a, Arguments const& arguments) {
  if (a.batch <= 0) return;
  extent_t const H = a.hidden, width = Cell::gates * H;
  scratch workspace;
  reading_order const order(workspace, a.steps, a.batch, a.lengths, a.reversed);
  extent_t const positions = order.total();
  bool const in_parallel = positions * width * (a.inputs + H) >= recurrent_enough;
  recurrent_weight<W> const input(workspace, a.inputs, width, a.w_ih, positions >= worth_packing_inputs, in_parallel);
  recurrent_weight<W> const recurrent(workspace, H, width, a.w_hh,
                                      positions >= worth_packing_states && (order.steps > 1 || a.h0 != nullptr),
                                      in_parallel);
  forward_work<T, W> const work{order, input, recurrent, weight_factors<W>::sums(workspace, width, a.bias),
                                workspace.take<T>(a.batch * H)};
  Cell const cell(workspace, arguments);
  auto const rows_of = [&](range rows) {
    for (extent_t j = rows.first; j < rows.last; ++j)
      if (a.h0 != nullptr)
        std::copy_n(a.h0 + order.row[j] * H, H, work.h + j * H);
      else
        std::fill_n(work.h + j * H, H, T(0));
    if (rows.first < rows.last && order.length[rows.first] > 0) forward_rows(a, work, cell, rows);
    finish_rows(a, work, cell, rows);
  };
  if (in_parallel)
    parallel([&](int part, int parts) { rows_of(order.share(part, parts, recurrent_rows)); });
  else
    rows_of({0, a.batch});
}

// A sequence of one step from the state h0: the bits that recurrent_forward gives for this step. y may be h0. A large batch
// is a sequence; for few rows the weights are used as they lie, and threads share the units of the cell.
template <class Cell, class T, class W, class Arguments>
void recurrent_step(kernels::recurrent_arguments<T, W> const& a, Arguments const& arguments) {
  extent_t const B = a.batch, I = a.inputs, H = a.hidden, width = Cell::gates * H;
  if (B >= worth_packing_inputs) return recurrent_forward<Cell>(a, arguments);
  scratch workspace;
  T* const gates = workspace.take<T>(B * width);
  Cell const cell(workspace, arguments);
  state_product<T> const product = cell.product(0, 0, gates, width);
  using to = weight_factors<W>;
  gemm_rows x_rows{B, I, width}, h_rows{B, H, width};
  auto const* const x = to::of(workspace, x_rows, I, a.x);
  auto const* const h0 = to::of(workspace, h_rows, H, a.h0);
  T const* const bias = to::sums(workspace, width, a.bias);
  auto const columns = [=](extent_t first, extent_t n) {
    gemm_unpacked<false>(B, n, I, x, x_rows.lda, a.w_ih + first, width, gates + first, width, false, bias + first);
    gemm_unpacked<false>(B, n, H, h0, h_rows.lda, a.w_hh + first, width, product.to + first, product.apart, product.add,
                         product.add ? nullptr : product.start + first);
  };
  parallel_ranges(width, panel_columns<T>, B * width * (I + H) < recurrent_enough ? width + 1 : 0,
                  [&](extent_t first, extent_t last) { columns(first, last - first); });
  for (extent_t row = 0; row < B; ++row) {
    T* const h = a.y + row * H;
    cell.step(0, row, row, gates + row * width, product.to + row * product.apart, a.h0 + row * H, h, h);
    cell.finish(row, row, 1);
  }
}

} // namespace detail
} // namespace sp::cpu
