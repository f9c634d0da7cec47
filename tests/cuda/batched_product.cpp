// SPDX-License-Identifier: BSL-1.0
#include "product_checks.hpp"
#include "support.hpp"

#include <shapeproof/cpu/batched_product.hpp>
#include <shapeproof/cuda/batched_product.cuh>

#include <cmath>
#include <vector>

using sp::extent_t;
namespace cpu = sp::cpu;
namespace gpu = sp::gpu;

namespace {

template <class T>
void check_against_the_host() {
  gpu::device const on;
  int wrong = 0;
  for (extent_t batch : {0, 1, 3})
    for (extent_t M : {1, 6, 20})
      for (extent_t N : {1, 33})
        for (extent_t K : {0, 5, 40})
          for (int layout = 0; layout < 16; ++layout) {
            bool const ta = layout & 1, tb = layout & 2, shared_a = layout & 4, shared_b = layout & 8;
            if (batch != 3 && (shared_a || shared_b)) continue;
            extent_t const rows_a = ta ? K : M, rows_b = tb ? N : K, gap = layout % 3;
            extent_t const lda = (ta ? M : K) + gap, ldb = (tb ? K : N) + gap, ldc = N + gap;
            extent_t const step_a = shared_a ? 0 : rows_a * lda, step_b = shared_b ? 0 : rows_b * ldb, step_c = M * ldc;
            auto const A = numbers<T>(batch * rows_a * lda, 1), B = numbers<T>(batch * rows_b * ldb, 2),
                       D = numbers<T>(batch * step_c, 3);
            on_gpu<T> const gA(A), gB(B), gD(D);
            for (bool add : {false, true}) {
              auto C = D, dA = A, dB = B;
              cpu::batched_product<T>({}, batch, M, N, K, {A.data(), lda, step_a, ta}, {B.data(), ldb, step_b, tb},
                                      {C.data(), ldc, step_c}, add);
              cpu::batched_product_backward_left<T>({}, batch, M, N, K, {D.data(), ldc, step_c},
                                                    {B.data(), ldb, step_b, tb}, {dA.data(), lda, step_a, ta}, add);
              cpu::batched_product_backward_right<T>({}, batch, M, N, K, {A.data(), lda, step_a, ta},
                                                     {D.data(), ldc, step_c}, {dB.data(), ldb, step_b, tb}, add);
              on_gpu<T> const gC(D), gdA(A), gdB(B);
              gpu::batched_product<T>(on, batch, M, N, K, {gA.p, lda, step_a, ta}, {gB.p, ldb, step_b, tb},
                                      {gC.p, ldc, step_c}, add);
              gpu::batched_product_backward_left<T>(on, batch, M, N, K, {gD.p, ldc, step_c}, {gB.p, ldb, step_b, tb},
                                                    {gdA.p, lda, step_a, ta}, add);
              gpu::batched_product_backward_right<T>(on, batch, M, N, K, {gA.p, lda, step_a, ta}, {gD.p, ldc, step_c},
                                                     {gdB.p, ldb, step_b, tb}, add);
              wrong += differences(gC.back(), C, K) + differences(gdA.back(), dA, 3 * N) +
                       differences(gdB.back(), dB, 3 * M);
            }
          }
  CHECK(wrong == 0);
}

} // namespace

GPU_TEST_CASE("batched products and both gradients are the host's, for all layouts") {
  check_against_the_host<float>();
  check_against_the_host<double>();
}
