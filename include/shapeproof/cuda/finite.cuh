// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "accesses.cuh"
#include "device.hpp"
#include "scratch.hpp"

namespace sp::gpu {
namespace detail {

template <class T>
struct find_non_finite {
  T const* x;
  unsigned long long* first;

  __device__ void operator()(access<T> const& at) const {
    auto const part = at.load(x);
    int bad = access<T>::V;
    for (int k = access<T>::V - 1; k >= 0; --k)
      if (!(part.at[k] - part.at[k] == T(0))) bad = k;
    if (bad < access<T>::V) atomicMin(first, static_cast<unsigned long long>(at.first + bad));
  }
};

} // namespace detail

// The first position of x[n] that is NaN or infinite; -1 if there is none. Waits for the answer.
template <class T>
extent_t first_non_finite(device, T const* x, extent_t n) {
  if (n <= 0) return -1;
  scratch workspace;
  auto* const first = workspace.take<unsigned long long>(1);
  check(cudaMemsetAsync(first, 0xff, sizeof *first, stream()), "first_non_finite"); // as a signed number, -1
  detail::each_access<T>("first_non_finite", n, detail::find_non_finite<T>{x, first}, x);
  return static_cast<extent_t>(read_back(first));
}

} // namespace sp::gpu
