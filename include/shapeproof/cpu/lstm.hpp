// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/lstm_arguments.hpp"
#include "lstm_cell.hpp"
#include "recurrent.hpp"

// An LSTM over whole sequences.
namespace sp::cpu {

namespace detail {

template <class T, class W>
struct lstm_forward_cell {
  static constexpr extent_t gates = 4;
  kernels::lstm_arguments<T, W> const& a;
  T* zeros;
  T* c; // [batch, hidden]: the running state, if the cells are not kept

  lstm_forward_cell(scratch& workspace, kernels::lstm_arguments<T, W> const& arguments)
      : a(arguments), zeros(workspace.take<T>(a.hidden)),
        c(workspace.take<T>(a.cells != nullptr ? 0 : a.batch * a.hidden)) {
    std::fill_n(zeros, a.hidden, T(0));
  }
  T const* first(extent_t row) const { return a.c0 != nullptr ? a.c0 + row * a.hidden : zeros; }
  T* at(extent_t u, extent_t j) const {
    return a.cells != nullptr ? a.cells + (u * a.batch + j) * a.hidden : c + j * a.hidden;
  }
  state_product<T> product(extent_t, extent_t, row_list<T> sums) const { return {sums, true, nullptr}; }
  void step(extent_t u, extent_t j, extent_t row, range units, T* sums, T const*, T const*, T* h, T* y) const {
    lstm_cell<T>(a.hidden, units, sums, u > 0 ? at(u - 1, j) : first(row), at(u, j), h, y);
  }
  void finish(extent_t j, extent_t row, extent_t length) const {
    if (a.c_last != nullptr)
      std::copy_n(length > 0 ? at(length - 1, j) : first(row), a.hidden, a.c_last + row * a.hidden);
  }
};

} // namespace detail

// Fills y, and h_last, c_last, gates and cells where they are not null.
template <class T, class W>
void lstm_forward(device, kernels::lstm_arguments<T, W> const& a) {
  detail::recurrent_forward<detail::lstm_forward_cell<T, W>>(a, a);
}

} // namespace sp::cpu
