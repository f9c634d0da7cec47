// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/gru_arguments.hpp"
#include "gru_cell.hpp"
#include "recurrent.hpp"

// A gated recurrent unit over whole sequences.
namespace sp::cpu {

namespace detail {

template <class T, class W>
struct gru_forward_cell {
  static constexpr extent_t gates = 3;
  kernels::gru_arguments<T, W> const& a;
  T* start;    // [3 hidden]
  T* products; // [batch, 3 hidden], if they are not kept

  gru_forward_cell(scratch& workspace, kernels::gru_arguments<T, W> const& arguments)
      : a(arguments), start(workspace.take<T>(3 * a.hidden)),
        products(workspace.take<T>(a.products != nullptr ? 0 : a.batch * 3 * a.hidden)) {
    std::fill_n(start, 2 * a.hidden, T(0));
    for (extent_t i = 0; i < a.hidden; ++i) start[2 * a.hidden + i] = static_cast<T>(a.recurrent_bias[i]);
  }
  state_product<T> product(extent_t u, extent_t j, T*) const {
    return {a.products != nullptr ? a.products + (u * a.batch + j) * 3 * a.hidden : products + j * 3 * a.hidden, false,
            start};
  }
  void step(extent_t, extent_t, extent_t, range units, T* sums, T const* product, T const* h_before, T* h, T* y) const {
    gru_cell<T>(a.hidden, units, sums, product, h_before, h, y);
  }
  void finish(extent_t, extent_t, extent_t) const {}
};

} // namespace detail

// Fills y, and h_last, gates and products where they are not null.
template <class T, class W>
void gru_forward(device, kernels::gru_arguments<T, W> const& a) {
  detail::recurrent_forward<detail::gru_forward_cell<T, W>>(a, a);
}

} // namespace sp::cpu
