// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"

#include <shapeproof/cpu/max_pool2d.hpp>
#include <shapeproof/cuda/max_pool2d.cuh>

#include <cstring>
#include <limits>
#include <vector>

using sp::extent_t;
namespace cpu = sp::cpu;
namespace gpu = sp::gpu;

namespace {

// Few different numbers, so that there are equals in a window, and some that are none.
template <class T>
std::vector<T> numbers(extent_t n, unsigned seed) {
  std::vector<T> x(static_cast<std::size_t>(n));
  for (T& v : x) {
    v = T(int((seed = seed * 1664525u + 1013904223u) >> 16) % 17 - 8);
    if (v == T(5)) v = std::numeric_limits<T>::quiet_NaN();
  }
  return x;
}

template <class T>
bool same_bits(std::vector<T> const& a, std::vector<T> const& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

template <class T>
void check_against_the_host(sp::kernels::pool2d_extents const& e) {
  gpu::device const on;
  extent_t const image = e.outer * e.rows * e.columns * e.inner, result = e.outer * e.down() * e.across() * e.inner;
  auto const x = numbers<T>(image, 1);
  std::vector<T> y(std::size_t(result), T(0)), dy(y), before(x.size()), dx(x.size());
  for (std::size_t i = 0; i < dy.size(); ++i) dy[i] = T(i + 1);
  for (std::size_t i = 0; i < before.size(); ++i) before[i] = T(i % 5);
  auto added = before;
  cpu::max_pool2d({}, e, x.data(), y.data());
  cpu::max_pool2d_backward({}, e, x.data(), y.data(), dy.data(), dx.data(), false);
  cpu::max_pool2d_backward({}, e, x.data(), y.data(), dy.data(), added.data(), true);
  on_gpu<T> const gx(x), gy(result), gdy(dy), gdx(image), gadded(before);
  gpu::max_pool2d<T>(on, e, gx.p, gy.p);
  gpu::max_pool2d_backward<T>(on, e, gx.p, gy.p, gdy.p, gdx.p, false);
  gpu::max_pool2d_backward<T>(on, e, gx.p, gy.p, gdy.p, gadded.p, true);
  CHECK(same_bits(gy.back(), y));
  CHECK(same_bits(gdx.back(), dx));
  CHECK(same_bits(gadded.back(), added));
}

template <class T>
void check_all() {
  check_against_the_host<T>({2, 4, 5, 2, 3, 2});
  check_against_the_host<T>({3, 6, 6, 1, 2, 2});
  check_against_the_host<T>({1, 9, 7, 37, 4, 3});
  check_against_the_host<T>({5, 3, 3, 4, 1, 1});
  check_against_the_host<T>({2, 8, 8, 70, 8, 8});
  check_against_the_host<T>({2, 2, 2, 3, 3, 1}); // no window
  check_against_the_host<T>({0, 4, 4, 3, 2, 2});
  check_against_the_host<T>({2, 0, 4, 3, 2, 2});
  check_against_the_host<T>({2, 4, 4, 0, 2, 2});
}

} // namespace

GPU_TEST_CASE(
    "the greatest of each window and its gradient are the host's, with equals and NaN and what is left over") {
  check_all<float>();
  check_all<double>();
}
