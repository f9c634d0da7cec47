// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"

#include <shapeproof/cpu/permute.hpp>
#include <shapeproof/cuda/permute.cuh>

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

using sp::extent_t;
namespace cpu = sp::cpu;
namespace gpu = sp::gpu;

namespace {

template <class T>
void every_order(std::vector<extent_t> const& extents) {
  extent_t const n = std::accumulate(extents.begin(), extents.end(), extent_t(1), std::multiplies<>());
  std::vector<T> in(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = T(i + 1);
  std::vector<int> order(extents.size());
  std::iota(order.begin(), order.end(), 0);
  on_gpu<T> const on_device(in);
  do {
    std::vector<T> out(in.size(), T(0));
    cpu::permute({}, in.data(), out.data(), extents, order);
    on_gpu<T> const moved(n);
    gpu::permute<T>(gpu::device(), on_device.p, moved.p, extents, order);
    CHECK(moved.back() == out);
  } while (std::next_permutation(order.begin(), order.end()));
}

template <class T>
void every_order_added(std::vector<extent_t> const& extents) {
  extent_t const n = std::accumulate(extents.begin(), extents.end(), extent_t(1), std::multiplies<>());
  std::vector<T> in(static_cast<std::size_t>(n)), before(in.size());
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = T(i + 1), before[i] = T(i % 7);
  std::vector<int> order(extents.size());
  std::iota(order.begin(), order.end(), 0);
  on_gpu<T> const on_device(in);
  do {
    auto out = before;
    cpu::permute({}, in.data(), out.data(), extents, order, true);
    on_gpu<T> const moved(before);
    gpu::permute<T>(gpu::device(), on_device.p, moved.p, extents, order, true);
    CHECK(moved.back() == out);
  } while (std::next_permutation(order.begin(), order.end()));
}

} // namespace

GPU_TEST_CASE("permute puts every element in its place for all orders of axes, extents of 1 among them") {
  every_order<float>({3, 1, 5, 2});
  every_order<double>({17, 33, 9});
  every_order<short>({300, 40});
  every_order<unsigned char>({2, 3, 1, 4, 5});
  every_order<float>({213, 130});
  every_order<double>({130, 67});
  every_order<int>({2, 48, 35});
  every_order<float>({7});
  every_order<float>({1, 1});
  every_order<float>({});
  every_order<float>({4, 0, 3});
}

GPU_TEST_CASE("rows that stay together are moved in words of any size") {
  every_order<unsigned char>({9, 10, 64});
  every_order<unsigned char>({9, 12, 4});
  every_order<unsigned short>({9, 10, 2});
  every_order<float>({12, 9, 4});
  every_order<float>({5, 6, 6, 2});
  every_order<double>({33, 34, 2});
}

GPU_TEST_CASE("elements that begin between the words are moved as others") {
  extent_t const rows = 6, columns = 20, inner = 8;
  std::vector<extent_t> const extents{rows, columns, inner};
  std::vector<int> const order{1, 0, 2};
  std::vector<float> in(rows * columns * inner + 1);
  std::iota(in.begin(), in.end(), 1.f);
  std::vector<float> out(in.size() - 1);
  cpu::permute({}, in.data() + 1, out.data(), extents, order);
  on_gpu<float> const from(in), to(extent_t(in.size()));
  gpu::permute<float>(gpu::device(), from.p + 1, to.p + 1, extents, order);
  auto const moved = to.back();
  CHECK(std::vector<float>(moved.begin() + 1, moved.end()) == out);
}

GPU_TEST_CASE("permute with add adds") {
  every_order_added<double>({19, 2, 35});
  every_order_added<float>({3, 1, 5, 2});
  every_order_added<float>({70, 33});
  every_order_added<float>({4, 0, 3});
  every_order_added<double>({});
}
