// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../kernels/mask_layout.hpp"
#include "device.hpp"
#include "each.cuh"

namespace sp::gpu {
namespace detail {

// f(position, its mask)
template <class F>
struct masked {
  bool const* mask;
  kernels::mask_layout layout;
  F f;
  template <class Index>
  __device__ void operator()(Index i) const {
    f(i, mask[layout.position(i)]);
  }
};
template <class F>
void each_masked(char const* operation, bool const* mask, kernels::mask_layout const& layout, F const& f) {
  each(operation, layout.rows() * layout.row_size(), masked<F>{mask, layout, f});
}

template <class T>
struct choose {
  T const* a;
  T const* b;
  T* out;
  __device__ void operator()(extent_t i, bool m) const { out[i] = m ? a[i] : b[i]; }
};
template <class T>
struct choose_or {
  T const* in;
  T value;
  T* out;
  __device__ void operator()(extent_t i, bool m) const { out[i] = m ? in[i] : value; }
};
template <class T>
struct choose_backward {
  bool side;
  T const* dout;
  T* din;
  bool add;
  __device__ void operator()(extent_t i, bool m) const {
    if (add) {
      if (m == side) din[i] += dout[i];
    } else {
      din[i] = m == side ? dout[i] : T(0);
    }
  }
};

} // namespace detail

// out = mask ? a : b
template <class T>
void select(device, bool const* mask, kernels::mask_layout const& layout, T const* a, T const* b, T* out) {
  detail::each_masked("where", mask, layout, detail::choose<T>{a, b, out});
}

// out = mask ? in : value
template <class T>
void select_or(device, bool const* mask, kernels::mask_layout const& layout, T const* in, T value, T* out) {
  detail::each_masked("mask", mask, layout, detail::choose_or<T>{in, value, out});
}

// din = mask == side ? dout : 0. The backward of both: side is true for a and in, false for b.
template <class T>
void select_backward(device, bool const* mask, kernels::mask_layout const& layout, bool side, T const* dout, T* din,
                     bool add) {
  detail::each_masked("where backward", mask, layout, detail::choose_backward<T>{side, dout, din, add});
}

} // namespace sp::gpu
