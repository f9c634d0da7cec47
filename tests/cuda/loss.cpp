// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include "support.hpp"
#include <shapeproof/cpu/loss.hpp>
#include <shapeproof/cuda/loss.cuh>

using sp::extent_t;

namespace {

template <class T>
void check_mean(double tolerance) {
  for (extent_t rows : {0, 1, 7, 2000, 8193, 70001})
    for (extent_t offset : {0, 1}) {
      auto const losses = noise<T>(rows + offset, 31);
      extent_t const count = rows / 2 + 1;
      T expected = 0;
      sp::cpu::mean_loss({}, losses.data() + offset, rows, count, &expected);
      on_gpu<T> const on_device(losses);
      on_gpu<T> mean(1);
      sp::gpu::mean_loss({}, on_device.p + offset, rows, count, mean.p);
      CHECK(difference(mean.back(), {double(expected)}) < tolerance);
    }
}

} // namespace

GPU_TEST_CASE("the mean of losses is summed in double, however many there are and wherever they lie") {
  check_mean<float>(1e-6);
  check_mean<double>(1e-12);
}
