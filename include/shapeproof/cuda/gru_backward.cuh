// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/gru_arguments.hpp"
#include "gru_cell.cuh"
#include "recurrent_backward.cuh"

namespace sp::gpu {

namespace detail {

template <class T>
struct added_numbers {
  T const* from;
  T* to;
  SHAPEPROOF_HD void operator()(extent_t, extent_t, extent_t i) const { to[i] += from[i]; }
};

template <class T>
struct gru_backward_cell : recurrent_backward_cell<T> {
  static constexpr int gates = 3;
  static constexpr bool passes_dh = true;
  T* products;
  T const *recurrent_bias, *y, *h0;
  T* drecurrent_bias;

  gru_backward_cell(recurrent_backward_cell<T> const& common, scratch&, kernels::gru_arguments<T> const& a,
                    kernels::gru_gradients<T> const& d)
      : recurrent_backward_cell<T>(common), products(a.products), recurrent_bias(a.recurrent_bias), y(a.y), h0(a.h0),
        drecurrent_bias(d.drecurrent_bias) {}

  SHAPEPROOF_HD void step(extent_t u, extent_t j, extent_t unit) const {
    recurrent_layout const& l = this->layout;
    extent_t const H = this->hidden, kept = l.kept(u, j);
    T* const at = this->kept_gates + kept * 3 * H + unit;
    T* const products_at = products + kept * 3 * H + unit;
    T values[3];
    load_gates(at, H, values);
    T const h = u > 0 ? y[l.position(u - 1, j) * H + unit] : number_or_zero(h0, l.row_of(j) * H + unit);
    T product = products_at[2 * H] + recurrent_bias[unit], dh = this->gradient_of_h(u, j, unit);
    gru_cell_backward(values, product, h, dh);
    store_gates(values, H, at);
    values[2] = product;
    store_gates(values, H, products_at);
    this->dh[j * H + unit] = dh;
  }
  // The recurrent bias's gradient: the sum of those of the candidate's products.
  void finish(char const* operation, extent_t positions) const {
    if (drecurrent_bias == nullptr) return;
    extent_t const H = this->hidden;
    scratch workspace;
    T* const sums = workspace.take<T>(3 * H);
    check(cudaMemsetAsync(sums, 0, static_cast<std::size_t>(3 * H) * sizeof(T), stream()), operation);
    affine_backward_bias<T>(device(), positions, 3 * H, products, sums);
    recurrent_each(operation, {1, 1, H}, added_numbers<T>{sums + 2 * H, drecurrent_bias});
  }
};

} // namespace detail

// The gradients of gru_forward(a), whose gates and products were kept: they are used up.
template <class T>
void gru_backward(device, kernels::gru_arguments<T> const& a, kernels::gru_gradients<T> const& d) {
  detail::recurrent_backward<detail::gru_backward_cell<T>, T>("gru_backward", a, d);
}

} // namespace sp::gpu
