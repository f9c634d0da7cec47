// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/lstm_arguments.hpp"
#include "lstm_cell.cuh"
#include "recurrent.cuh"

// An LSTM over whole sequences.
namespace sp::gpu {

namespace detail {

template <class T>
struct lstm_forward_cell : recurrent_forward_cell<T> {
  static constexpr int gates = 4;
  static constexpr bool adds_products = true;
  struct state {
    T c;
  };
  T const* c0;
  T* c_last;
  T* cells; // [kept rows, hidden], where they are kept
  T* c;     // [batch, hidden] in the order of the work, where they are not, and not carried either

  lstm_forward_cell(recurrent_forward_cell<T> const& common, scratch& workspace, kernels::lstm_arguments<T> const& a,
                    bool carried)
      : recurrent_forward_cell<T>(common), c0(a.c0), c_last(a.c_last), cells(a.cells),
        c(carried || cells != nullptr ? nullptr : workspace.take<T>(a.batch * a.hidden)) {}

  SHAPEPROOF_HD state before(extent_t u, extent_t j, extent_t unit) const {
    extent_t const H = this->hidden;
    if (u == 0) return {number_or_zero(c0, this->layout.row_of(j) * H + unit)};
    return {cells != nullptr ? cells[this->layout.kept(u - 1, j) * H + unit] : c[j * H + unit]};
  }
  SHAPEPROOF_HD void load_sums(extent_t u, extent_t j, extent_t unit, T (&sums)[4]) const {
    load_gates(this->template sums_of<4>(u, j, unit), this->hidden, sums);
  }
  SHAPEPROOF_HD T step(extent_t, T (&sums)[4], T const (&products)[4], state& s) const {
    for (int g = 0; g < 4; ++g) sums[g] += products[g];
    return lstm_cell(sums, s.c);
  }
  SHAPEPROOF_HD void keep(extent_t u, extent_t j, extent_t unit, T const (&activations)[4], T const (&)[4],
                          state const& s) const {
    extent_t const H = this->hidden;
    if (this->keeps) store_gates(activations, H, this->template sums_of<4>(u, j, unit));
    if (cells != nullptr) cells[this->layout.kept(u, j) * H + unit] = s.c;
    if (c != nullptr) c[j * H + unit] = s.c;
    if (c_last != nullptr && u + 1 == this->layout.length_of(j)) c_last[this->layout.row_of(j) * H + unit] = s.c;
  }
  T* products(extent_t) const { return nullptr; }
  template <class F>
  void each_state(F const& f) const {
    f(this->h0, this->h_last);
    f(c0, c_last);
  }
};

} // namespace detail

// Fills y, and h_last, c_last, gates and cells where they are not null.
template <class T>
void lstm_forward(device, kernels::lstm_arguments<T> const& a) {
  detail::recurrent_forward<detail::lstm_forward_cell<T>, T>("lstm_forward", a);
}

} // namespace sp::gpu
