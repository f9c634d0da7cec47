// SPDX-License-Identifier: BSL-1.0
#include "layouts.hpp"

#include <shapeproof/cpu/top_k.hpp>
#include <shapeproof/cuda/top_k.cuh>

using sp::extent_t;

namespace {
// The host's and the GPU's are the same.
template <class T>
void check(std::vector<T> const& x, extent_t outer, extent_t n, extent_t inner, extent_t k) {
  CAPTURE(outer);
  CAPTURE(n);
  CAPTURE(inner);
  CAPTURE(k);
  std::vector<T> values(std::size_t(outer * k * inner), T(-7));
  std::vector<int> places(values.size(), -7);
  sp::cpu::top_k({}, x.data(), outer, n, inner, k, values.data(), places.data());
  on_gpu<T> const in(x), best(outer * k * inner);
  on_gpu<int> const at(outer * k * inner);
  sp::gpu::top_k(sp::gpu::device{}, in.p, outer, n, inner, k, best.p, at.p);
  CHECK(agree(best.back(), values, 0));
  CHECK(at.back() == places);
}
} // namespace

TEST_CASE_TEMPLATE_DEFINE("the greatest on the GPU are those of the host", T, top_k_of) {
  if (!sp::gpu::device_available()) return;
  for (extent_t n : {1, 6, 40, 50, 200, 300, 1500})
    for (extent_t inner : {1, 3, 40})
      for (extent_t k : {extent_t(0), extent_t(1), extent_t(4), std::min<extent_t>(n, 50)}) {
        if (k > n) continue;
        auto x = noise<T>(3 * n * inner, 71);
        for (T& value : x) value = std::round(value * T(n) / 4); // many equals
        for (std::size_t i = 0; i < x.size(); i += 7) x[i] = T(i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -INFINITY);
        check(x, 3, n, inner, k);
      }
  check(noise<T>(2 * 32768, 72), 2, 32768, 1, 5);
  check(noise<T>(40001, 73), 1, 40001, 1, 5);
  check(noise<T>(2 * 4000, 74), 1, 4000, 2, 5);
  check(std::vector<T>(400, T(NAN)), 1, 400, 1, 40);
  check(std::vector<T>(70000, T(-INFINITY)), 1, 70000, 1, 4);
  check(std::vector<T>(), 0, 5, 3, 2);
}
TEST_CASE_TEMPLATE_INVOKE(top_k_of, float, double);
