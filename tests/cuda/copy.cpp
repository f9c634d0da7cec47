// SPDX-License-Identifier: BSL-1.0
#include "shapeproof/cuda/copy.cuh"

#include <cstdint>
#include <doctest/doctest.h>
#include <vector>

#include "../kernel_check.hpp"
#include "shapeproof/cpu/copy.hpp"
#include "support.hpp"

using sp::extent_t;

namespace {
constexpr sp::gpu::device gpu;
constexpr sp::cpu::device host;

} // namespace

GPU_TEST_CASE("copy_blocks moves and adds strided blocks and leaves what lies between them") {
  for (extent_t block : {1, 7, 8, 36, 1000})
    for (extent_t gap : {0, 3, 4})
      for (extent_t outer : {0, 1, 5}) {
        auto const from = noise<float>(outer * (block + gap), 1), old = noise<float>(outer * (block + 2 * gap), 2);
        on_gpu<float> const from_there(from);
        for (bool add : {false, true}) {
          auto expected = old;
          on_gpu<float> to(old);
          sp::cpu::copy_blocks(host, outer, block, from.data(), block + gap, expected.data(), block + 2 * gap, add);
          sp::gpu::copy_blocks(gpu, outer, block, from_there.p, block + gap, to.p, block + 2 * gap, add);
          CHECK(to.back() == expected);
        }
      }
}

GPU_TEST_CASE("elements that are no floating numbers are moved as well") {
  on_gpu<std::uint8_t> const in(std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6});
  on_gpu<std::uint8_t> out(3);
  sp::gpu::copy_blocks(gpu, 3, 1, in.p + 1, 2, out.p, 1);
  CHECK(out.back() == std::vector<std::uint8_t>{2, 4, 6});
  on_gpu<std::uint8_t> all(6);
  sp::gpu::copy(gpu, 6, in.p, all.p);
  CHECK(all.back() == in.back());
}

GPU_TEST_CASE("fill, copy, add and iota") {
  for (extent_t n : {0, 1, 1001}) {
    auto const x = noise(n, 1);
    on_gpu<double> const from(x);
    on_gpu<double> to(n);
    sp::gpu::fill(gpu, to.p, n, 2.5);
    CHECK(to.back() == std::vector<double>(x.size(), 2.5));
    sp::gpu::add(gpu, n, from.p, to.p);
    auto expected = x;
    for (double& value : expected) value = 2.5 + value;
    CHECK(to.back() == expected);
    sp::gpu::copy(gpu, n, from.p, to.p);
    CHECK(to.back() == x);
    on_gpu<std::int32_t> counted(n);
    sp::gpu::iota(gpu, counted.p, n);
    std::vector<std::int32_t> positions(x.size());
    for (std::size_t i = 0; i < positions.size(); ++i) positions[i] = static_cast<std::int32_t>(i);
    CHECK(counted.back() == positions);
  }
}

GPU_TEST_CASE("what the host made goes to the device, and what is there comes to the host") {
  auto const x = noise(2000, 1);
  on_gpu<double> there(2000);
  sp::gpu::copy_from_host(gpu, 2000, x.data(), there.p);
  CHECK(there.back() == x);
  sp::scratch workspace;
  double const* const here = sp::gpu::on_host(gpu, workspace, static_cast<double const*>(there.p), 2000);
  CHECK(std::vector<double>(here, here + 2000) == x);
}

GPU_TEST_CASE("positions in rows are counted through all rows") {
  on_gpu<int> const chosen(std::vector<int>{3, 0, 2, 1, 1, 4});
  on_gpu<int> positions(6);
  sp::gpu::positions_in_rows(gpu, chosen.p, 3, 2, 5, positions.p);
  CHECK(positions.back() == std::vector<int>{3, 0, 7, 6, 11, 14});
}

namespace {
void check_gather(std::vector<int> const& indices, extent_t outer, extent_t n, extent_t inner, int skipped = -1) {
  auto const count = static_cast<extent_t>(indices.size());
  auto const in = noise(outer * n * inner, 1), dout = noise(outer * count * inner, 2),
             old = noise(outer * n * inner, 3);
  on_gpu<int> const indices_there(indices);
  on_gpu<double> const in_there(in), dout_there(dout);
  std::vector<double> expected(dout.size());
  on_gpu<double> out(outer * count * inner);
  sp::cpu::gather(host, in.data(), indices.data(), outer, n, count, inner, expected.data());
  sp::gpu::gather(gpu, in_there.p, indices_there.p, outer, n, count, inner, out.p);
  CHECK(out.back() == expected);
  for (bool add : {false, true}) {
    expected = old;
    on_gpu<double> din(old), again(old);
    sp::cpu::gather_backward(host, dout.data(), indices.data(), outer, n, count, inner, expected.data(), add, skipped);
    sp::gpu::gather_backward(gpu, dout_there.p, indices_there.p, outer, n, count, inner, din.p, add, skipped);
    CHECK(difference(din.back(), expected) < 1e-12);
    sp::gpu::gather_backward(gpu, dout_there.p, indices_there.p, outer, n, count, inner, again.p, add, skipped);
    CHECK(again.back() == din.back());
  }
}
// Small indices come often, as words do.
std::vector<int> words(std::size_t count, int n) {
  std::vector<int> indices;
  for (double x : noise(static_cast<extent_t>(count), 7)) indices.push_back(static_cast<int>(x * x * x * x * n) % n);
  return indices;
}
} // namespace

GPU_TEST_CASE("gather takes positions, repeated ones too, and its backward adds them up, the same on each run") {
  for (extent_t outer : {1, 3})
    for (extent_t inner : {1, 5, 64}) {
      check_gather({3, 0, 3, 1, 3, 3}, outer, 4, inner);
      check_gather({}, outer, 4, inner);
      check_gather({2}, outer, 4, inner);
      check_gather(std::vector<int>(100, 1), outer, 3, inner); // one index in several shares
      check_gather(words(500, 20), outer, 20, inner);
      check_gather(words(500, 20), outer, 20, inner, 0);
    }
  check_gather(words(300, 5000), 1, 5000, 8);
  check_gather(std::vector<int>(40, 2), 1, 3, 8, 2); // all are skipped
  check_gather({0, 1}, 2, 3, 0);
  check_gather({0, 1}, 0, 3, 2);
}

GPU_TEST_CASE("more indices than a block sorts") {
  check_gather(words(5000, 3000), 1, 3000, 2, 3);
  check_gather(words(9000, 40), 1, 40, 4);
}

GPU_TEST_CASE("pick takes one position for each element of an inner axis") {
  for (extent_t inner : {1, 7, 200}) {
    extent_t const outer = 2, n = 5, middle = 3;
    std::vector<int> const indices{4, 0, -1, 1, 1, 3};
    auto const in = noise(outer * n * middle * inner, 1), dout = noise(outer * middle * inner, 2),
               old = noise(outer * n * middle * inner, 3);
    on_gpu<int> const indices_there(indices);
    on_gpu<double> const in_there(in), dout_there(dout);
    std::vector<double> expected(dout.size());
    on_gpu<double> out(outer * middle * inner);
    sp::cpu::pick(host, in.data(), indices.data(), outer, n, middle, inner, expected.data());
    sp::gpu::pick(gpu, in_there.p, indices_there.p, outer, n, middle, inner, out.p);
    CHECK(out.back() == expected);
    for (bool add : {false, true}) {
      expected = old;
      on_gpu<double> din(old);
      sp::cpu::pick_backward(host, dout.data(), indices.data(), outer, n, middle, inner, expected.data(), add);
      sp::gpu::pick_backward(gpu, dout_there.p, indices_there.p, outer, n, middle, inner, din.p, add);
      CHECK(din.back() == expected);
    }
  }
  on_gpu<double> nothing(0);
  on_gpu<int> const none(0);
  sp::gpu::pick(gpu, nothing.p, none.p, 0, 5, 3, 7, nothing.p);
  sp::gpu::pick_backward(gpu, nothing.p, none.p, 0, 5, 3, 7, nothing.p, false);
}
