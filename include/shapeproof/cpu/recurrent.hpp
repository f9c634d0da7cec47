// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/recurrent_arguments.hpp"
#include "reading_order.hpp"
#include "rows.hpp"
#include "weight_factors.hpp"

// What recurrent layers share: the walk of a cell over whole sequences. Weights are packed once; threads share the rows of
// the batch and go through all steps without waiting for each other, or where these are too few, the units of each step. A
// row's bits depend neither on its batch, its padding nor the number of threads.
namespace sp::cpu {

namespace detail {

inline constexpr extent_t recurrent_chunk = 256;     // rows of the input product at a time, soon enough used to be near
inline constexpr extent_t recurrent_rows = 2;        // rows that stay with one thread
inline constexpr extent_t recurrent_enough = 500000; // multiplications from which threads pay
inline constexpr extent_t rows_for_a_thread = 4;     // with fewer, a thread reads all weights for little work
inline constexpr extent_t step_enough = 250000;      // multiplications of a step that threads may share
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
  // `each(product)` calls product(columns) for all columns, cut at whole panels.
  template <class Each>
  void multiply(gemm_rows r, T const* A, T* C, bool add, T const* start, Each const& each) const {
    if (r.rows == 1) r = {r.blocks, r.a_block, r.c_block};
    scratch workspace;
    factor const* const left = to::of(workspace, r, K, A);
    each([&](range columns) {
      extent_t const first = columns.first, n = columns.last - first;
      T const* const begin = start != nullptr ? start + first : nullptr;
      if (packed != nullptr)
        return gemm<factor>(r, n, to::depth(K), left, packed + first * to::depth(K), C + first, add, begin);
      for (extent_t block = 0; block < r.blocks; ++block)
        gemm_unpacked<false>(r.rows, n, K, left + block * r.a_block, r.lda, numbers + first, N,
                             C + block * r.c_block + first, r.ldc, add, begin);
    });
  }
  void multiply(gemm_rows r, T const* A, T* C, bool add, T const* start) const {
    multiply(r, A, C, add, start, [&](auto const& product) { product({0, N}); });
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

// Where the product of a state and w_hh goes: rows of G hidden numbers, to which it is added, or which begin as `start`.
template <class T>
struct state_product {
  row_list<T> to;
  bool add;
  T const* start;

  // What the product with a state of zeros gives
  void of_zeros(extent_t rows, extent_t width) const {
    for (extent_t row = 0; row < rows && !add; ++row) std::copy_n(start, width, to[row]);
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
//   product(u, j, sums)                the state_product of the rows from j on at step u; their x w_ih + bias are the `sums`
//   step(u, j, row, units, sums, product, h_before, h, y)
//                                      of these units of one row, whose number in the batch is `row`: sums to activations,
//                                      in place, and the state, which goes to h and to y
//   finish(j, row, length)             after the last step
//
// The steps of some rows: multiply_input(r, x, sums) for several together, then step(u, rows that read, sums) for each.
template <class Cell, class T, class W, class MultiplyInput, class Step>
void forward_steps(kernels::recurrent_arguments<T, W> const& a, reading_order const& order, range rows,
                   MultiplyInput const& multiply_input, Step const& step) {
  extent_t const H = a.hidden, width = Cell::gates * H, B = a.batch, I = a.inputs, first = rows.first;
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
    multiply_input(gemm_rows{n, I, apart, steps, x_step, gates_step}, x, gates);
    for (extent_t const end = u + steps; u < end; ++u, gates += gates_step)
      step(u, order.active_in(rows, u), row_list<T>{gates, apart});
  }
}

// By one thread
template <class Cell, class T, class W>
void forward_rows(kernels::recurrent_arguments<T, W> const& a, forward_work<T, W> const& w, Cell const& cell,
                  range rows) {
  extent_t const H = a.hidden, width = Cell::gates * H, first = rows.first;
  forward_steps<Cell>(
      a, w.order, rows, [&](gemm_rows const& r, T const* x, T* sums) { w.input.multiply(r, x, sums, false, w.bias); },
      [&](extent_t u, extent_t reading, row_list<T> sums) {
        state_product<T> const product = cell.product(u, first, sums);
        if (u > 0 || a.h0 != nullptr)
          w.recurrent.multiply({reading, H, product.to.step}, w.h + first * H, product.to.first, product.add,
                               product.start);
        else
          product.of_zeros(reading, width);
        for (extent_t j = first; j < first + reading; ++j) {
          T* const h = w.h + j * H;
          cell.step(u, j, w.order.row[j], {0, H}, sums[j - first], product.to[j - first], h, h,
                    a.y + w.order.position(u, j) * H);
        }
      });
}

// All rows by all threads, each with some of the units: what one writes of a state the others read in the next step.
template <class Cell, class T, class W>
void forward_units(kernels::recurrent_arguments<T, W> const& a, forward_work<T, W> const& w, Cell const& cell) {
  extent_t const H = a.hidden, width = Cell::gates * H;
  constexpr extent_t panel = panel_columns<typename recurrent_weight<W>::factor>;
  scratch workspace;
  T* const other = workspace.take<T>(a.batch * H);
  forward_steps<Cell>(
      a, w.order, {0, a.batch},
      [&](gemm_rows const& r, T const* x, T* sums) {
        w.input.multiply(r, x, sums, false, w.bias, [&](auto const& product) {
          parallel_ranges(width, panel, 0, [&](extent_t first, extent_t last) { product({first, last}); });
        });
      },
      [&](extent_t u, extent_t reading, row_list<T> sums) {
        T *const before = u % 2 == 0 ? w.h : other, *const next = u % 2 == 0 ? other : w.h;
        state_product<T> const product = cell.product(u, 0, sums);
        bool const from_zeros = u == 0 && a.h0 == nullptr;
        if (from_zeros) product.of_zeros(reading, width);
        auto const with_units = [&](auto const& multiply) {
          parallel_ranges(H, panel, 0, [&](extent_t first, extent_t last) {
            for (extent_t gate = 0; gate < Cell::gates; ++gate) multiply({gate * H + first, gate * H + last});
            for (extent_t j = 0; j < reading; ++j)
              cell.step(u, j, w.order.row[j], {first, last}, sums[j], product.to[j], before + j * H, next + j * H,
                        a.y + w.order.position(u, j) * H);
          });
        };
        if (from_zeros)
          with_units([](range) {});
        else
          w.recurrent.multiply({reading, H, product.to.step}, before, product.to.first, product.add, product.start,
                               with_units);
      });
  for (extent_t j = 0; j < a.batch; ++j)
    if (w.order.length[j] % 2 != 0) std::copy_n(other + j * H, H, w.h + j * H);
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
  auto const with_rows = [&](range rows, auto const& forward) {
    for (extent_t j = rows.first; j < rows.last; ++j)
      if (a.h0 != nullptr)
        std::copy_n(a.h0 + order.row[j] * H, H, work.h + j * H);
      else
        std::fill_n(work.h + j * H, H, T(0));
    if (rows.first < rows.last && order.length[rows.first] > 0) forward(rows);
    finish_rows(a, work, cell, rows);
  };
  auto const by_itself = [&](range rows) { forward_rows(a, work, cell, rows); };
  constexpr extent_t panel = panel_columns<typename recurrent_weight<W>::factor>;
  int const parts = in_parallel ? most_parts() : 1;
  if (parts > 1 && a.batch < rows_for_a_thread * parts && a.batch * width * H >= step_enough && H % panel == 0)
    with_rows({0, a.batch}, [&](range) { forward_units(a, work, cell); });
  else if (parts > 1)
    parallel([&](int part, int all) { with_rows(order.share(part, all, recurrent_rows), by_itself); });
  else
    with_rows({0, a.batch}, by_itself);
}

// A sequence of one step from the state h0: the bits that recurrent_forward gives for this step. y may be h0. A large batch
// is a sequence; for few rows the weights are used as they lie, and threads share their columns.
template <class Cell, class T, class W, class Arguments>
void recurrent_step(kernels::recurrent_arguments<T, W> const& a, Arguments const& arguments) {
  extent_t const B = a.batch, I = a.inputs, H = a.hidden, width = Cell::gates * H;
  if (B > weight_factors<W>::few_rows) return recurrent_forward<Cell>(a, arguments);
  scratch workspace;
  extent_t const apart = spaced<T>(width);
  row_list<T> const gates{workspace.take<T>(B * apart), apart};
  Cell const cell(workspace, arguments);
  state_product<T> const product = cell.product(0, 0, gates);
  using to = weight_factors<W>;
  gemm_rows x_rows{B, I, width}, h_rows{B, H, width};
  auto const* const x = to::of(workspace, x_rows, I, a.x);
  auto const* const h0 = to::of(workspace, h_rows, H, a.h0);
  T const* const bias = to::sums(workspace, width, a.bias);
  auto const columns = [=](extent_t first, extent_t n) {
    gemm_unpacked<false>(B, n, I, x, x_rows.lda, a.w_ih + first, width, gates.first + first, apart, false,
                         bias + first);
    gemm_unpacked<false>(B, n, H, h0, h_rows.lda, a.w_hh + first, width, product.to.first + first, product.to.step,
                         product.add, product.add ? nullptr : product.start + first);
  };
  bool const in_parallel = B * width * (I + H) >= recurrent_enough;
  parallel_ranges(width, panel_columns<T>, in_parallel ? 0 : width + 1,
                  [&](extent_t first, extent_t last) { columns(first, last - first); });
  parallel_ranges(B, recurrent_rows, in_parallel ? 2 * recurrent_rows : B + 1, [&](extent_t first, extent_t last) {
    for (extent_t row = first; row < last; ++row) {
      T* const h = a.y + row * H;
      cell.step(0, row, row, {0, H}, gates[row], product.to[row], a.h0 + row * H, h, h);
      cell.finish(row, row, 1);
    }
  });
}

} // namespace detail
} // namespace sp::cpu
