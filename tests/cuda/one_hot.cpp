// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include "support.hpp"
#include <memory>
#include <shapeproof/cpu/one_hot.hpp>
#include <shapeproof/cpu/sequence_mask.hpp>
#include <shapeproof/cuda/one_hot.cuh>
#include <shapeproof/cuda/sequence_mask.cuh>

using sp::extent_t;

namespace {

std::vector<int> numbers_up_to(extent_t most, extent_t count) {
  std::vector<int> numbers;
  for (extent_t i = 0; i < count; ++i) numbers.push_back(int(i * i % (most + 1)));
  return numbers;
}

template <class T>
void check_one_hot(extent_t count, extent_t depth) {
  auto const labels = numbers_up_to(depth - 1, count);
  std::vector<T> expected(std::size_t(count * depth));
  sp::cpu::one_hot({}, labels.data(), count, depth, expected.data());
  on_gpu<int> const labels_there(labels);
  on_gpu<T> out(count * depth);
  sp::gpu::one_hot({}, labels_there.p, count, depth, out.p);
  CHECK(out.back() == expected);
}

} // namespace

GPU_TEST_CASE("one hot is 1 at each label and 0 elsewhere") {
  for (auto [count, depth] : {std::pair<extent_t, extent_t>{0, 3}, {1, 1}, {5, 3}, {300, 27}, {64, 40}, {3, 5001}}) {
    check_one_hot<float>(count, depth);
    check_one_hot<double>(count, depth);
  }
}

GPU_TEST_CASE("a sequence mask is true below each length") {
  for (auto [rows, n] : {std::pair<extent_t, extent_t>{0, 3}, {3, 0}, {1, 1}, {5, 7}, {64, 50}, {33, 16}, {2, 5001}}) {
    auto const lengths = numbers_up_to(n, rows);
    auto const size = std::size_t(rows * n);
    std::unique_ptr<bool[]> const expected(new bool[size + 1]);
    sp::cpu::sequence_mask({}, lengths.data(), rows, n, expected.get());
    on_gpu<int> const lengths_there(lengths);
    on_gpu<unsigned char> mask(rows * n);
    sp::gpu::sequence_mask({}, lengths_there.p, rows, n, reinterpret_cast<bool*>(mask.p));
    CHECK(mask.back() == std::vector<unsigned char>(expected.get(), expected.get() + size));
  }
}
