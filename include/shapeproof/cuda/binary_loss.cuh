// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "loss.cuh"

namespace sp::gpu::detail {

template <class T, class F>
struct binary_elements {
  T const* x;
  bool const* labels;
  unsigned char const* real;
  F f;
  T* out;
  bool add;

  __device__ void operator()(access<T> const& at) const {
    constexpr int V = access<T>::V;
    auto const in = at.load(x);
    auto const label = at.load(labels);
    elements<unsigned char, V> counts = {};
    elements<T, V> y = {};
    if (real != nullptr) counts = at.load(real);
    if (add) y = at.load(out);
    for (int k = 0; k < V; ++k)
      if (k < at.there && (real == nullptr || counts.at[k] != 0)) y.at[k] += f(at.first + k, in.at[k], label.at[k]);
    at.store(out, y);
  }
};

// x [n], labels [n], real [n] or nullptr for all -> out [n] = f(i, x[i], labels[i]), 0 where not real, or that added.
template <class T, class F>
void map_binary(char const* operation, T const* x, bool const* labels, unsigned char const* real, extent_t n,
                F const& f, T* out, bool add) {
  each_access<T>(operation, n, binary_elements<T, F>{x, labels, real, f, out, add}, x, labels, real, out);
}

} // namespace sp::gpu::detail
