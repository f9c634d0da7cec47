// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "device.hpp"
#include "product.cuh"

// Products of a batch of matrices, and their gradients.
namespace sp::gpu {

// C[batch,M,N] = A[batch,M,K] B[batch,K,N] (+ C, if add). C is not transposed; if its stride is 0 and the batch is not 1, it
// is the sum over the batch.
template <class T>
void batched_product(device, extent_t batch, extent_t M, extent_t N, extent_t K, kernels::matrices<T const> A,
                     kernels::matrices<T const> B, kernels::matrices<T> C, bool add) {
  product<T>("batched_product", {batch, M, N, K}, A, B, C, add);
}

// The gradient of A, lying as A: dA = dC B^T, or B dC^T if A is transposed. A stride 0 of dA sums over the batch.
template <class T>
void batched_product_backward_left(device, extent_t batch, extent_t M, extent_t N, extent_t K,
                                   kernels::matrices<T const> dC, kernels::matrices<T const> B, kernels::matrices<T> dA,
                                   bool add) {
  bool const transposed = dA.transposed;
  dA.transposed = false;
  if (transposed) {
    dC.transposed = true;
    return product<T>("batched_product_backward_left", {batch, K, M, N}, B, dC, dA, add);
  }
  B.transposed = !B.transposed;
  product<T>("batched_product_backward_left", {batch, M, K, N}, dC, B, dA, add);
}

// The gradient of B, lying as B: dB = A^T dC, or dC^T A if B is transposed. A stride 0 of dB sums over the batch.
template <class T>
void batched_product_backward_right(device, extent_t batch, extent_t M, extent_t N, extent_t K,
                                    kernels::matrices<T const> A, kernels::matrices<T const> dC,
                                    kernels::matrices<T> dB, bool add) {
  bool const transposed = dB.transposed;
  dB.transposed = false;
  if (transposed) {
    dC.transposed = true;
    return product<T>("batched_product_backward_right", {batch, N, K, M}, dC, A, dB, add);
  }
  A.transposed = !A.transposed;
  product<T>("batched_product_backward_right", {batch, K, N, M}, A, dC, dB, add);
}

} // namespace sp::gpu
