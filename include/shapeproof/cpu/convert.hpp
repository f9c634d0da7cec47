// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/conversion.hpp"
#include "parallel_for.hpp"

// Numbers of one type as numbers of another: float, double, bf16, half, bool and the integers.
namespace sp::cpu {

// in [n] -> out [n]. Fractions are cut off; to bool is "not 0". What does not fit becomes 0, and the result is false.
template <class From, class To>
bool convert(From const* in, extent_t n, To* out) {
  if constexpr (kernels::always_fits<From, To>) {
    parallel_for(n, 1, [=](extent_t begin, extent_t end) {
      for (extent_t i = begin; i < end; ++i) out[i] = kernels::converted<To>(in[i]);
    });
    return true;
  } else {
    bool all = true;
    for (extent_t i = 0; i < n; ++i) {
      bool const one = kernels::fits<To>(in[i]);
      out[i] = one ? kernels::converted<To>(in[i]) : To(0);
      all = all && one;
    }
    return all;
  }
}

// dout [n] -> din [n], between float and double
template <class From, class To>
void convert_backward(To const* dout, extent_t n, From* din, bool add) {
  parallel_for(n, 1, [=](extent_t begin, extent_t end) {
    if (add)
      for (extent_t i = begin; i < end; ++i) din[i] += static_cast<From>(dout[i]);
    else
      for (extent_t i = begin; i < end; ++i) din[i] = static_cast<From>(dout[i]);
  });
}

} // namespace sp::cpu
