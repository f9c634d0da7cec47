// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../core/host_device.hpp"
#include "block.cuh"
#include "elements.cuh"
#include "launch.cuh"
#include "scratch.hpp"

// Sums over flat buffers in double.
namespace sp::gpu::detail {

// put(block, sum of term(x) over the share of the block). A thread takes the same elements whether or not they are aligned.
template <class T, class Term, class Put>
__global__ void total_kernel(T const* x, extent_t n, bool aligned, Term term, Put put) {
  constexpr int V = 16 / int(sizeof(T)), several = 4; // reads on their way at once
  extent_t const step = static_cast<extent_t>(gridDim.x) * blockDim.x * V;
  extent_t i = (static_cast<extent_t>(blockIdx.x) * blockDim.x + threadIdx.x) * V;
  double sum = 0;
  for (; aligned && i + (several - 1) * step + V <= n; i += several * step) {
    elements<T, V> part[several];
    for (int k = 0; k < several; ++k) part[k] = load<V>(x + i + k * step);
    for (int k = 0; k < several; ++k)
      for (int v = 0; v < V; ++v) sum += term(part[k].at[v]);
  }
  for (; i + V <= n; i += step)
    for (int v = 0; v < V; ++v) sum += term(x[i + v]);
  for (; i < n; ++i) sum += term(x[i]);
  sum = block_sum(sum);
  if (threadIdx.x == 0) put(blockIdx.x, sum);
}

struct itself {
  template <class T>
  SHAPEPROOF_HD double operator()(T x) const {
    return static_cast<double>(x);
  }
};
struct squared {
  template <class T>
  SHAPEPROOF_HD double operator()(T x) const {
    return static_cast<double>(x) * static_cast<double>(x);
  }
};
struct put_sum {
  double* sums;
  __device__ void operator()(unsigned block, double sum) const { sums[block] = sum; }
};

// put(0, sum of term(x[i]) over i < n), in an order that depends on n alone.
template <class T, class Term, class Put>
void total(char const* operation, T const* x, extent_t n, Term const& term, Put const& put) {
  constexpr int threads = 512;
  constexpr extent_t share = 8192, most = 1024; // of a block, as long as these are not too many blocks
  bool const whole = aligned<16 / int(sizeof(T))>(x);
  auto const blocks = static_cast<unsigned>(std::min((n + share - 1) / share, most));
  if (blocks <= 1)
    return launch(operation, total_kernel<T, Term, Put>, {dim3(1), dim3(threads)}, x, n, whole, term, put);
  scratch workspace;
  double* const sums = workspace.take<double>(blocks);
  launch(operation, total_kernel<T, Term, put_sum>, {dim3(blocks), dim3(threads)}, x, n, whole, term, put_sum{sums});
  launch(operation, total_kernel<double, itself, Put>, {dim3(1), dim3(threads)}, sums, extent_t(blocks), true, itself{},
         put);
}

} // namespace sp::gpu::detail
