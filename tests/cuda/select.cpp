// SPDX-License-Identifier: BSL-1.0
#include "shapeproof/cuda/select.cuh"

#include <doctest/doctest.h>
#include <vector>

#include "../kernel_check.hpp"
#include "shapeproof/cpu/select.hpp"
#include "support.hpp"

using sp::extent_t;

namespace {
constexpr sp::gpu::device gpu;
constexpr sp::cpu::device host;

struct masked_numbers {
  std::vector<extent_t> extents, strides; // of the numbers, and of the mask along them
  extent_t mask_size;
};
std::vector<masked_numbers> const cases{
    {{1000}, {1}, 1000},            // a mask of the same axes
    {{40, 33}, {33, 1}, 40 * 33},   //
    {{40, 33}, {1, 0}, 40},         // of the outer one
    {{40, 33}, {0, 1}, 33},         // of the inner one
    {{12, 20, 9}, {1, 12, 0}, 240}, // in another order
    {{12, 20, 9}, {1, 0, 12}, 108}, // without the one in the middle
    {{}, {}, 1},                    // of no axes
    {{30, 7}, {0, 0}, 1},           // one answer for all
    {{0, 7}, {7, 1}, 0},            // nothing
};
std::vector<unsigned char> mask_of(extent_t n) { // std::vector<bool> has no addresses
  std::vector<unsigned char> mask(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = i % 3 == 0 || i % 5 == 1;
  return mask;
}
bool const* answers(unsigned char const* p) { return reinterpret_cast<bool const*>(p); }
} // namespace

GPU_TEST_CASE("a mask of fewer axes, in any order, chooses as on the host") {
  for (auto const& numbers : cases) {
    extent_t n = 1;
    for (extent_t extent : numbers.extents) n *= extent;
    CAPTURE(n);
    sp::kernels::mask_layout const layout(numbers.extents, numbers.strides);
    auto const mask = mask_of(numbers.mask_size);
    auto const a = noise<float>(n, 1), b = noise<float>(n, 2), old = noise<float>(n, 3);
    on_gpu<unsigned char> const mask_there(mask);
    on_gpu<float> const a_there(a), b_there(b);
    auto const* const m = answers(mask.data());
    auto const* const m_there = answers(mask_there.p);

    std::vector<float> expected(a.size());
    on_gpu<float> out(n);
    sp::cpu::select(host, m, layout, a.data(), b.data(), expected.data());
    sp::gpu::select(gpu, m_there, layout, a_there.p, b_there.p, out.p);
    CHECK(out.back() == expected);

    sp::cpu::select_or(host, m, layout, a.data(), -2.f, expected.data());
    sp::gpu::select_or(gpu, m_there, layout, a_there.p, -2.f, out.p);
    CHECK(out.back() == expected);

    for (bool side : {false, true})
      for (bool add : {false, true}) {
        expected = old;
        on_gpu<float> din(old);
        sp::cpu::select_backward(host, m, layout, side, a.data(), expected.data(), add);
        sp::gpu::select_backward(gpu, m_there, layout, side, a_there.p, din.p, add);
        CHECK(din.back() == expected);
      }
  }
}

GPU_TEST_CASE("elements that are no floating numbers are chosen as well") {
  sp::kernels::mask_layout const layout(std::vector<extent_t>{5}, std::vector<extent_t>{1});
  std::vector<unsigned char> const mask{1, 0, 1, 1, 0};
  on_gpu<unsigned char> const mask_there(mask);
  on_gpu<int> const a(std::vector<int>{1, 2, 3, 4, 5}), b(std::vector<int>{-1, -2, -3, -4, -5});
  on_gpu<int> out(5);
  sp::gpu::select(gpu, answers(mask_there.p), layout, a.p, b.p, out.p);
  CHECK(out.back() == std::vector<int>{1, -2, 3, 4, -5});
}
