// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>

#include "../core/extent.hpp"
#include "../kernels/conversion.hpp"
#include "copy.cuh"
#include "device.hpp"
#include "each.cuh"
#include "scratch.hpp"

// Numbers of one type as numbers of another: float, double, bf16, half, bool and the integers.
namespace sp::gpu {
namespace detail {

template <class From, class To>
struct converted_elements {
  From const* in;
  To* out;
  __device__ void operator()(extent_t i) const { out[i] = kernels::converted<To>(in[i]); }
};
template <class From, class To>
struct converted_elements_that_fit {
  From const* in;
  To* out;
  int* some_do_not;
  __device__ void operator()(extent_t i) const {
    bool const fits = kernels::fits<To>(in[i]);
    out[i] = fits ? kernels::converted<To>(in[i]) : To(0);
    if (!fits) *some_do_not = 1; // whoever it is writes the same
  }
};
template <class From, class To>
struct converted_gradient {
  To const* dout;
  From* din;
  bool add;
  __device__ void operator()(extent_t i) const {
    From const d = static_cast<From>(dout[i]);
    din[i] = add ? din[i] + d : d;
  }
};
template <class T>
struct rescaled_elements {
  std::uint8_t const* in;
  T* out;
  __device__ void operator()(extent_t i) const { out[i] = T(in[i]) / T(255); }
};

} // namespace detail

// in [n] -> out [n]. Fractions are cut off; to bool is "not 0". What does not fit becomes 0, and the result is false: where
// that can be, the host waits for it.
template <class From, class To>
bool convert(device on, From const* in, extent_t n, To* out) {
  if constexpr (kernels::always_fits<From, To>) {
    each("cast", n, detail::converted_elements<From, To>{in, out});
    return true;
  } else {
    if (n == 0) return true;
    scratch memory;
    int* const some_do_not = memory.take<int>(1);
    fill(on, some_do_not, 1, 0);
    each("cast", n, detail::converted_elements_that_fit<From, To>{in, out, some_do_not});
    return read_back(some_do_not) == 0;
  }
}

// dout [n] -> din [n], between float and double
template <class From, class To>
void convert_backward(device, To const* dout, extent_t n, From* din, bool add) {
  each("cast backward", n, detail::converted_gradient<From, To>{dout, din, add});
}

// in [n], 0 to 255 -> out [n], 0 to 1
template <class T>
void rescale(device, std::uint8_t const* in, extent_t n, T* out) {
  each("rescale", n, detail::rescaled_elements<T>{in, out});
}

} // namespace sp::gpu
