// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "each.cuh"
#include "elements.cuh"

// Flat buffers, one access of 16 bytes per thread and buffer: what kernels are bound by that do little with each element.
namespace sp::gpu::detail {

// What a thread has of buffers beside each other: V elements from `first` on, of which the last thread may have fewer.
template <class T>
struct access {
  static constexpr int V = 16 / int(sizeof(T));
  extent_t first;
  int there;
  bool whole; // in one access

  // This part of p; what is not there is 0.
  template <class X>
  __device__ elements<X, V> load(X const* p) const {
    if (whole) return detail::load<V>(p + first);
    elements<X, V> x = {};
    for (int k = 0; k < V; ++k)
      if (k < there) x.at[k] = p[first + k];
    return x;
  }
  template <class X>
  __device__ void store(X* p, elements<X, V> const& x) const {
    if (whole) return detail::store(p + first, x);
    for (int k = 0; k < V; ++k)
      if (k < there) p[first + k] = x.at[k];
  }
};

template <class T, class F>
struct by_access {
  F f;
  extent_t n;
  bool aligned;

  template <class Index>
  __device__ void operator()(Index i) const {
    constexpr int V = access<T>::V;
    extent_t const first = static_cast<extent_t>(i) * V, rest = n - first;
    int const there = rest < V ? static_cast<int>(rest) : V;
    f(access<T>{first, there, aligned && there == V});
  }
};

// f(access<T>) for all of n elements, in any order and at the same time; f reads and writes `buffers` and no others in this
// way. A buffer of nullptr is one that f leaves alone.
template <class T, class F, class... X>
void each_access(char const* operation, extent_t n, F const& f, X const*... buffers) {
  constexpr int V = access<T>::V;
  each(operation, (n + V - 1) / V, by_access<T, F>{f, n, (aligned<V>(buffers) && ...)});
}

} // namespace sp::gpu::detail
