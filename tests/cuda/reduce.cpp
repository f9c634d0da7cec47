// SPDX-License-Identifier: BSL-1.0
#include "layouts.hpp"

#include <shapeproof/cpu/reduce.hpp>
#include <shapeproof/cuda/reduce.cuh>

using sp::extent_t;

namespace {
constexpr sp::gpu::device gpu{};

template <class T>
std::vector<T> unset(extent_t n) {
  return std::vector<T>(std::size_t(n), T(NAN));
}
} // namespace

GPU_TEST_CASE("sum, mean, max and argmax on the GPU agree with the host's in every layout") {
  layouts{}.each([]<class T>(layout const& l, T) {
    auto x = noise_in<T>(l, 31);
    for (T& value : x) value = std::round(value * 8) / 8; // equal values are common
    on_gpu<T> const in(x), out(l.rows()), means(l.rows()), greatest(l.rows());
    on_gpu<int> const at(l.rows()), only_at(l.rows());
    auto expected = unset<T>(l.rows());
    std::vector<int> places(expected.size(), -1);

    sp::gpu::sum(gpu, in.p, l.outer, l.n, l.inner, l.lengths, out.p);
    sp::cpu::sum({}, x.data(), l.outer, l.n, l.inner, l.lengths, expected.data());
    CHECK(agree(out.back(), expected));
    sp::gpu::mean(gpu, in.p, l.outer, l.n, l.inner, l.lengths, means.p);
    sp::cpu::mean({}, x.data(), l.outer, l.n, l.inner, l.lengths, expected.data());
    CHECK(agree(means.back(), expected));
    sp::gpu::max(gpu, in.p, l.outer, l.n, l.inner, l.lengths, greatest.p, at.p);
    sp::cpu::max({}, x.data(), l.outer, l.n, l.inner, l.lengths, expected.data(), places.data());
    CHECK(agree(greatest.back(), expected, 0));
    CHECK(at.back() == places);
    sp::gpu::argmax(gpu, in.p, l.outer, l.n, l.inner, l.lengths, only_at.p);
    CHECK(only_at.back() == places);
  });
}

GPU_TEST_CASE("the gradients of sum, mean and max on the GPU agree with the host's, written or added") {
  layouts{}.each([]<class T>(layout const& l, T) {
    auto const dy = noise<T>(l.rows(), 33);
    std::vector<int> at(dy.size());
    sp::cpu::argmax({}, noise<T>(l.size(), 34).data(), l.outer, l.n, l.inner, l.lengths, at.data());
    on_gpu<T> const dy_there(dy);
    on_gpu<int> const at_there(at);
    for (bool add : {false, true}) {
      auto const before = add ? noise<T>(l.size(), 35) : unset<T>(l.size());
      auto const check = [&](auto const& on_device, auto const& on_host) {
        on_gpu<T> const dx_there(before);
        auto dx = before;
        on_device(dx_there.p);
        on_host(dx.data());
        CHECK(agree(dx_there.back(), dx));
      };
      check([&](T* dx) { sp::gpu::sum_backward(gpu, dy_there.p, l.outer, l.n, l.inner, l.lengths, dx, add); },
            [&](T* dx) { sp::cpu::sum_backward({}, dy.data(), l.outer, l.n, l.inner, l.lengths, dx, add); });
      check([&](T* dx) { sp::gpu::mean_backward(gpu, dy_there.p, l.outer, l.n, l.inner, l.lengths, dx, add); },
            [&](T* dx) { sp::cpu::mean_backward({}, dy.data(), l.outer, l.n, l.inner, l.lengths, dx, add); });
      check(
          [&](T* dx) { sp::gpu::max_backward(gpu, dy_there.p, at_there.p, l.outer, l.n, l.inner, l.lengths, dx, add); },
          [&](T* dx) { sp::cpu::max_backward({}, dy.data(), at.data(), l.outer, l.n, l.inner, l.lengths, dx, add); });
    }
  });
}

GPU_TEST_CASE("a long sum of floats keeps its digits on the GPU") {
  auto const error = [](extent_t n, extent_t inner) {
    on_gpu<float> const in(std::vector<float>(std::size_t(n * inner), 0.1f)), sums(inner);
    sp::gpu::sum(gpu, in.p, 1, n, inner, {}, sums.p);
    double worst = 0;
    for (float s : sums.back()) worst = std::max(worst, std::abs(double(s) / (double(n) * double(0.1f)) - 1));
    return worst;
  };
  CHECK(error(3000001, 1) < 5e-7);
  CHECK(error(32768, 1) < 5e-7);
  CHECK(error(100000, 3) < 5e-7);
}

GPU_TEST_CASE("infinities do not become NaN in a sum, and a NaN does not get lost") {
  for (extent_t n : {3, 100, 5000, 100000})
    for (extent_t inner : {1, 2}) {
      layout const l{1, n, inner, {}};
      auto x = noise<float>(l.size(), 36);
      auto const sum = [&] {
        on_gpu<float> const in(x), out(inner);
        sp::gpu::sum(gpu, in.p, 1, n, inner, {}, out.p);
        return out.back()[0];
      };
      x[l.at(0, n / 2, 0)] = INFINITY;
      CHECK(sum() == INFINITY);
      x[l.at(0, 0, 0)] = -INFINITY;
      CHECK(std::isnan(sum()));
      x[l.at(0, 0, 0)] = NAN;
      CHECK(std::isnan(sum()));
    }
}

GPU_TEST_CASE("a NaN is the greatest, wherever it stands; minus infinity alone is at the first position") {
  for (extent_t n : {39, 700, 5000, 100000})
    for (extent_t inner : {1, 3})
      for (extent_t position : {extent_t(0), extent_t(3), n / 2, n - 1}) {
        layout const l{1, n, inner, {}};
        auto x = noise<float>(l.size(), 37);
        auto const check = [&] {
          std::vector<float> expected(static_cast<std::size_t>(inner));
          std::vector<int> places(expected.size());
          sp::cpu::max({}, x.data(), 1, n, inner, {}, expected.data(), places.data());
          on_gpu<float> const in(x), out(inner);
          on_gpu<int> const at(inner);
          sp::gpu::max(gpu, in.p, 1, n, inner, {}, out.p, at.p);
          CHECK(agree(out.back(), expected, 0));
          CHECK(at.back() == places);
        };
        x[l.at(0, position, 0)] = x[l.at(0, n - 2, 0)] = NAN;
        check();
        for (float& value : x) value = -INFINITY;
        check();
      }
}
