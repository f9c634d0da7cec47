// SPDX-License-Identifier: BSL-1.0
#include "shapeproof/cuda/dropout.cuh"

#include <doctest/doctest.h>
#include <vector>

#include "../kernel_check.hpp"
#include "shapeproof/cpu/dropout.hpp"
#include "support.hpp"

using sp::extent_t;

namespace {
constexpr sp::gpu::device gpu;
constexpr sp::cpu::device host;

template <class T>
void check_dropout(extent_t n, double probability, std::uint64_t key, std::size_t behind) {
  auto const in = noise<T>(n, 1), old = noise<T>(n, 2);
  auto shifted = in;
  shifted.insert(shifted.begin(), behind, T(0));
  on_gpu<T> const in_there(shifted);

  std::vector<T> expected(in.size());
  on_gpu<T> out(n);
  sp::cpu::dropout(host, in.data(), expected.data(), n, probability, key);
  sp::gpu::dropout(gpu, in_there.p + behind, out.p, n, probability, key);
  CHECK(out.back() == expected); // bit by bit

  expected = old;
  on_gpu<T> sum(old);
  sp::cpu::dropout(host, in.data(), expected.data(), n, probability, key, true);
  sp::gpu::dropout(gpu, in_there.p + behind, sum.p, n, probability, key, true);
  CHECK(difference(sum.back(), {expected.begin(), expected.end()}) < 1e-6);
}
} // namespace

GPU_TEST_CASE("the mask is the host's, for every element type, length and address") {
  for (extent_t n : {0, 1, 3, 64, 1001, 70003})
    for (double probability : {0., 0.3, 0.9})
      for (std::uint64_t key : {0ull, 42ull, 0x123456789ABCDEFull}) {
        check_dropout<float>(n, probability, key, 0);
        check_dropout<double>(n, probability, key, 0);
      }
  check_dropout<float>(1001, 0.5, 7, 1);
  check_dropout<double>(1001, 0.5, 7, 1);
}

GPU_TEST_CASE("what is dropped is zero whatever it was") {
  on_gpu<float> const in(64); // NaN
  on_gpu<float> out(64);
  sp::gpu::dropout(gpu, in.p, out.p, 64, 0.5, 5);
  int zeros = 0;
  for (float x : out.back()) zeros += x == 0;
  CHECK(zeros > 16);
  CHECK(zeros < 48);
}
