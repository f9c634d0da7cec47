// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstdint>

#include "../core/extent.hpp"
#include "../kernels/dropout_hash.hpp"
#include "device.hpp"
#include "each.cuh"
#include "elements.cuh"

namespace sp::gpu {
namespace detail {

template <int V, class T>
struct dropout_elements {
  T const* in;
  T* out;
  extent_t n;
  kernels::dropout_key key;
  std::uint32_t limit;
  T scale;
  bool add;

  template <class Index>
  __device__ void operator()(Index access) const {
    extent_t const first = static_cast<extent_t>(access) * V;
    if (first + V <= n)
      several<V>(first);
    else
      for (extent_t one = first; one < n; ++one) several<1>(one);
  }

private:
  template <int W>
  __device__ void several(extent_t i) const {
    elements<T, W> x = load<W>(in + i);
    for (int j = 0; j < W; ++j) {
      std::uint32_t const hash = kernels::dropout_hash(key, static_cast<std::uint32_t>(i + j));
      x.at[j] = hash >= limit ? x.at[j] * scale : T(0);
    }
    give(out + i, x, add);
  }
};

} // namespace detail

// in [n] -> out [n]: each element is 0 with this probability (in [0, 1)), else in / (1 - probability). Which ones is a
// function of the key and the position alone, and the same on the host: nothing is stored, and the backward is the same call
// on the gradient. Srivastava et al. 2014, in its inverted form.
template <class T>
void dropout(device, T const* in, T* out, extent_t n, double probability, std::uint64_t key, bool add = false) {
  std::uint32_t const limit = kernels::dropout_limit(probability);
  T const scale = T(1 / (1 - probability));
  constexpr extent_t round = kernels::dropout_key::positions;
  constexpr int V = detail::per_access<T>;
  for (extent_t first = 0; first < n; first += round) {
    kernels::dropout_key const mixed(key, first);
    T const* const from = in + first;
    T* const to = out + first;
    extent_t const some = std::min(n - first, round);
    if (detail::aligned<V>(from) && detail::aligned<V>(to))
      each("dropout", (some + V - 1) / V, detail::dropout_elements<V, T>{from, to, some, mixed, limit, scale, add});
    else
      each("dropout", some, detail::dropout_elements<1, T>{from, to, some, mixed, limit, scale, add});
  }
}

} // namespace sp::gpu
