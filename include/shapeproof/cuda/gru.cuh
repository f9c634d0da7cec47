// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/gru_arguments.hpp"
#include "gru_cell.cuh"
#include "recurrent.cuh"

// A gated recurrent unit over whole sequences.
namespace sp::gpu {

namespace detail {

template <class T>
struct gru_forward_cell : recurrent_forward_cell<T> {
  static constexpr int gates = 3;
  static constexpr bool adds_products = false;
  struct state {
    T h;
  };
  T const* recurrent_bias;
  T* of_states; // [kept rows, 3 hidden]: the products with w_hh; or those of one step, if they are not kept

  gru_forward_cell(recurrent_forward_cell<T> const& common, scratch& workspace, kernels::gru_arguments<T> const& a,
                   bool carried)
      : recurrent_forward_cell<T>(common), recurrent_bias(a.recurrent_bias), of_states(a.products) {
    if (of_states == nullptr && !carried) of_states = workspace.take<T>(a.batch * 3 * a.hidden);
  }

  SHAPEPROOF_HD state before(extent_t u, extent_t j, extent_t unit) const {
    T const* const h = this->state_before(u, j);
    return {number_or_zero(h, unit)};
  }
  SHAPEPROOF_HD void load_sums(extent_t u, extent_t j, extent_t unit, T (&sums)[3]) const {
    load_gates(this->template sums_of<3>(u, j, unit), this->hidden, sums);
  }
  SHAPEPROOF_HD T step(extent_t unit, T (&sums)[3], T const (&products)[3], state& s) const {
    T const with_bias[3] = {products[0], products[1], products[2] + recurrent_bias[unit]};
    return s.h = gru_cell(sums, with_bias, s.h);
  }
  // Of the products the backward pass needs the candidate's.
  SHAPEPROOF_HD void keep(extent_t u, extent_t j, extent_t unit, T const (&activations)[3], T const (&products)[3],
                          state const&) const {
    if (!this->keeps) return;
    extent_t const H = this->hidden;
    store_gates(activations, H, this->template sums_of<3>(u, j, unit));
    of_states[(this->layout.kept(u, j) * 3 + 2) * H + unit] = products[2];
  }
  T* products(extent_t first) const { return this->keeps ? of_states + first * 3 * this->hidden : of_states; }
  template <class F>
  void each_state(F const& f) const {
    f(this->h0, this->h_last);
  }
};

} // namespace detail

// Fills y, and h_last, gates and products where they are not null.
template <class T>
void gru_forward(device, kernels::gru_arguments<T> const& a) {
  detail::recurrent_forward<detail::gru_forward_cell<T>, T>("gru_forward", a);
}

} // namespace sp::gpu
