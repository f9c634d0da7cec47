// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include "support.hpp"
#include <limits>
#include <shapeproof/cpu/optimizer.hpp>
#include <shapeproof/cuda/finite.cuh>
#include <shapeproof/cuda/optimizer.cuh>

using sp::extent_t;

namespace {

constexpr extent_t sizes[] = {0, 1, 5, 16, 37, 1000, 100003};

template <class T>
std::vector<double> wide(std::vector<T> const& x) {
  return {x.begin(), x.end()};
}

template <class T>
void check_norm(double tolerance) {
  for (extent_t n : sizes)
    for (extent_t offset : {0, 1}) {
      auto const x = noise<T>(n + offset, 71);
      on_gpu<T> const there(x);
      double const expected = sp::cpu::squared_norm({}, x.data() + offset, n);
      double const norm = sp::gpu::squared_norm({}, there.p + offset, n);
      CHECK(norm == doctest::Approx(expected).epsilon(tolerance));
      on_gpu<T> const aligned(std::vector<T>(x.begin() + offset, x.end()));
      CHECK(sp::gpu::squared_norm({}, aligned.p, n) == norm);
    }
  on_gpu<T> const large(std::vector<T>(40, T(3e30))); // the square of this is no float
  CHECK(sp::gpu::squared_norm({}, large.p, 40) == doctest::Approx(40 * 9e60));
}

template <class T>
void check_finite() {
  for (extent_t n : sizes) {
    auto const x = noise<T>(n, 72);
    on_gpu<T> const good(x);
    CHECK(sp::gpu::first_non_finite({}, good.p, n) == -1);
    for (extent_t at : {extent_t(0), n / 2, n - 1})
      for (T bad : {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(),
                    -std::numeric_limits<T>::infinity()}) {
        if (at < 0 || at >= n) continue;
        auto y = x;
        y[std::size_t(at)] = y[std::size_t(n - 1)] = bad;
        on_gpu<T> const there(y);
        CHECK(sp::gpu::first_non_finite({}, there.p, n) == at);
        CHECK(sp::gpu::first_non_finite({}, there.p + 1, n - 1) == (at > 0 ? at - 1 : n > 1 ? n - 2 : -1));
      }
  }
  on_gpu<T> const largest(std::vector<T>(100, std::numeric_limits<T>::max())); // finite, though their sum is not
  CHECK(sp::gpu::first_non_finite({}, largest.p, 100) == -1);
}

template <class T>
void check_sums(extent_t n, extent_t offset, double tolerance) {
  auto const x = noise<T>(n + offset, 73), y = noise<T>(n + offset, 74);
  auto scaled = x, added = y, averaged = y;
  on_gpu<T> const x_there(x);
  on_gpu<T> scaled_there(x), added_there(y), averaged_there(y);
  sp::cpu::scale({}, scaled.data() + offset, n, T(0.3));
  sp::cpu::add_scaled({}, added.data() + offset, x.data() + offset, n, T(-1.7));
  sp::cpu::exponential_moving_average({}, averaged.data() + offset, x.data() + offset, n, 0.9);
  sp::gpu::scale({}, scaled_there.p + offset, n, T(0.3));
  sp::gpu::add_scaled({}, added_there.p + offset, x_there.p + offset, n, T(-1.7));
  sp::gpu::exponential_moving_average({}, averaged_there.p + offset, x_there.p + offset, n, 0.9);
  CHECK(difference(scaled_there.back(), wide(scaled)) < tolerance);
  CHECK(difference(added_there.back(), wide(added)) < tolerance);
  CHECK(difference(averaged_there.back(), wide(averaged)) < tolerance);
}

template <class T>
void check_sgd(extent_t n, bool momentum, double tolerance) {
  auto p = noise<T>(n, 75);
  std::vector<T> v(p.size(), T(0));
  on_gpu<T> p_there(p), v_there(v);
  for (unsigned step = 1; step <= 3; ++step) {
    auto const g = noise<T>(n, 75 + step);
    on_gpu<T> const g_there(g);
    sp::cpu::update_by_sgd({}, p.data(), g.data(), momentum ? v.data() : nullptr, n, 0.1, 0.9, 0.01, 0.5);
    sp::gpu::update_by_sgd({}, p_there.p, g_there.p, momentum ? v_there.p : nullptr, n, 0.1, 0.9, 0.01, 0.5);
  }
  CHECK(difference(p_there.back(), wide(p)) < tolerance);
  CHECK(difference(v_there.back(), wide(v)) < tolerance);
}

template <class T>
void check_adam(extent_t n, double decay, double tolerance) {
  auto p = noise<T>(n, 81);
  std::vector<T> m(p.size(), T(0)), v = m;
  on_gpu<T> p_there(p), m_there(m), v_there(v);
  for (unsigned step = 1; step <= 4; ++step) {
    auto const g = noise<T>(n, 81 + step);
    on_gpu<T> const g_there(g);
    sp::cpu::update_by_adamw({}, p.data(), g.data(), m.data(), v.data(), n, step, 0.01, 0.9, 0.999, 1e-8, decay, 2.);
    sp::gpu::update_by_adamw({}, p_there.p, g_there.p, m_there.p, v_there.p, n, step, 0.01, 0.9, 0.999, 1e-8, decay,
                             2.);
  }
  CHECK(difference(p_there.back(), wide(p)) < tolerance);
  CHECK(difference(m_there.back(), wide(m)) < tolerance);
  CHECK(difference(v_there.back(), wide(v)) < tolerance);
}

} // namespace

GPU_TEST_CASE("the squared norm is summed in double, with the same bits wherever the numbers lie") {
  check_norm<float>(1e-12);
  check_norm<double>(1e-12);
}

GPU_TEST_CASE("the first NaN or infinity is found on the device") {
  check_finite<float>();
  check_finite<double>();
}

GPU_TEST_CASE("scaling, adding, averaging, sgd, adam and adamw are the host's") {
  for (extent_t n : sizes) {
    for (extent_t offset : {0, 1}) {
      check_sums<float>(n, offset, 1e-6);
      check_sums<double>(n, offset, 1e-12);
    }
    for (bool momentum : {false, true}) {
      check_sgd<float>(n, momentum, 1e-5);
      check_sgd<double>(n, momentum, 1e-12);
    }
    for (double decay : {0., 0.02}) {
      check_adam<float>(n, decay, 1e-5);
      check_adam<double>(n, decay, 1e-12);
    }
  }
}
