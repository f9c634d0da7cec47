// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/matrices.hpp"
#include "launch.cuh"
#include "one_thread_each.cuh"
#include "product_plan.hpp"
#include "scratch.hpp"

#include <algorithm>

// Products of matrices by cublasLt. A product of a shape that this thread has seen before allocates nothing and waits for
// nothing, so that it can be captured into a graph.
namespace sp::gpu {

namespace detail {

// C[batch,M,N] = bias[N] in each row, or 0 without one (+ C, if add)
template <class T>
__global__ void bias_kernel(product_extents e, kernels::matrices<T> C, bool add, T const* bias) {
  extent_t const i = element_of_thread(), row = i / e.N, n = i - row * e.N, b = row / e.M;
  if (b >= e.batch) return;
  T& to = C[b][(row - b * e.M) * C.ld + n];
  T const start = bias != nullptr ? bias[n] : T(0);
  to = add ? to + start : start;
}
template <class T>
void begin_with_bias(char const* operation, product_extents const& e, kernels::matrices<T> C, bool add, T const* bias) {
  if (add && bias == nullptr) return;
  launch(operation, bias_kernel<T>, one_thread_each(e.batch * e.M * e.N), e, C, add, bias);
}

// C[M,N] = the sum of dense matrices [batch,M,N] in their order (+ C, if add)
template <class T>
__global__ void sum_of_matrices_kernel(product_extents e, T const* from, T* C, extent_t ldc, bool add) {
  extent_t const i = element_of_thread(), size = e.M * e.N;
  if (i >= size) return;
  T& to = C[i / e.N * ldc + i % e.N];
  T sum = add ? to : T(0);
  for (extent_t b = 0; b < e.batch; ++b) sum += from[b * size + i];
  to = sum;
}

template <class T>
kernels::matrices<T> from_batch(kernels::matrices<T> A, extent_t b) {
  A.first = A[b];
  return A;
}

// One call of cublasLt, all extents above 0. Batches that its grids could not hold are several.
template <class T>
void multiply(char const* operation, product_extents const& e, kernels::matrices<T const> A,
              kernels::matrices<T const> B, kernels::matrices<T> C, bool add, T const* bias) {
  constexpr extent_t most_together = 65535;
  if (e.batch > most_together) {
    for (extent_t b = 0; b < e.batch; b += most_together)
      multiply(operation, {std::min(most_together, e.batch - b), e.M, e.N, e.K}, from_batch(A, b), from_batch(B, b),
               from_batch(C, b), add, bias);
    return;
  }
  product_plans& plans = plans_of_this_thread();
  product_plan& plan = plans.of(operation, product_key_of(e, A, B, C, bias));
  if (bias != nullptr && !plan.adds_bias) {
    begin_with_bias(operation, e, C, add, bias);
    add = true;
  }
  T const one(1), beta(add ? 1 : 0);
  plans.run(operation, plan, &one, A.first, B.first, &beta, C.first, bias);
}

// Whether the matrices of a batch are together one matrix whose K is `batch` times as long; `others` is its other extent.
template <class T>
bool batch_prolongs(product_extents const& e, kernels::matrices<T const> const& side, bool dense_along_k,
                    extent_t others) {
  if (!dense_along_k) return side.stride == e.K * side.ld;
  return side.stride == e.K && (side.ld >= e.batch * e.K || others == 1);
}

// C[M,N] = the sum over the batch of A[b] B[b] (+ C, if add), all extents above 0
template <class T>
void multiply_and_sum(char const* operation, product_extents const& e, kernels::matrices<T const> A,
                      kernels::matrices<T const> B, kernels::matrices<T> C, bool add) {
  if (batch_prolongs(e, A, !A.transposed, e.M) && batch_prolongs(e, B, B.transposed, e.N))
    return multiply<T>(operation, {1, e.M, e.N, e.batch * e.K}, A, B, C, add, nullptr);
  constexpr extent_t most_numbers = extent_t(1) << 24;
  extent_t const size = e.M * e.N, together = std::clamp<extent_t>(most_numbers / size, 1, e.batch);
  for (extent_t b = 0; b < e.batch; b += together, add = true) {
    product_extents const some{std::min(together, e.batch - b), e.M, e.N, e.K};
    if (some.batch == 1) {
      multiply<T>(operation, some, from_batch(A, b), from_batch(B, b), C, add, nullptr);
      continue;
    }
    scratch workspace;
    T* const each = workspace.take<T>(some.batch * size);
    multiply<T>(operation, some, from_batch(A, b), from_batch(B, b), {each, e.N, size}, false, nullptr);
    launch(operation, sum_of_matrices_kernel<T>, one_thread_each(size), some, each, C.first, C.ld, add);
  }
}

} // namespace detail

// C[batch,M,N] = A[batch,M,K] B[batch,K,N] (+ C, if add) (+ bias[N] in each row, unless it is nullptr). C is not transposed;
// if its stride is 0 and the batch is not 1, it is the sum over the batch. `operation` names it in errors.
template <class T>
void product(char const* operation, product_extents const& extents, kernels::matrices<T const> A,
             kernels::matrices<T const> B, kernels::matrices<T> C, bool add, T const* bias = nullptr) {
  product_extents e = extents;
  if (e.batch <= 0 || e.M <= 0 || e.N <= 0) return;
  bool const sums = e.batch > 1 && C.stride == 0;
  if (e.K <= 0) {
    if (sums) e.batch = 1;
    return detail::begin_with_bias(operation, e, C, add, bias);
  }
  if (sums) {
    if (bias != nullptr) {
      detail::begin_with_bias(operation, {1, e.M, e.N, e.K}, C, add, bias);
      add = true;
    }
    return detail::multiply_and_sum(operation, e, A, B, C, add);
  }
  if (e.batch > 1 && B.stride == 0 && !A.transposed && A.stride == e.M * A.ld && C.stride == e.M * C.ld)
    e.M *= e.batch, e.batch = 1; // the batch only prolongs the left side
  detail::multiply(operation, e, A, B, C, add, bias);
}

} // namespace sp::gpu
