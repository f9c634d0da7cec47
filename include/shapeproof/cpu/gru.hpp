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
  extent_t apart; // of the products
  T* start;       // [3 hidden]
  T* products;    // [batch, apart], if they are not kept

  gru_forward_cell(scratch& workspace, kernels::gru_arguments<T, W> const& arguments)
      : a(arguments), apart(a.products != nullptr ? 3 * a.hidden : spaced<T>(3 * a.hidden)),
        start(workspace.take<T>(3 * a.hidden)),
        products(workspace.take<T>(a.products != nullptr ? 0 : a.batch * apart)) {
    std::fill_n(start, 2 * a.hidden, T(0));
    for (extent_t i = 0; i < a.hidden; ++i) start[2 * a.hidden + i] = static_cast<T>(a.recurrent_bias[i]);
  }
  state_product<T> product(extent_t u, extent_t j, row_list<T>) const {
    return {{(a.products != nullptr ? a.products + u * a.batch * apart : products) + j * apart, apart}, false, start};
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
