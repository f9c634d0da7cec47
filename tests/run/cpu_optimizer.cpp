// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/cpu/optimizer.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <vector>

using sp::extent_t;
namespace cpu = sp::cpu;

namespace {

std::initializer_list<extent_t> const sizes = {0, 1, 5, 16, 37, 100003};

struct keep_threads {
  int before = sp::threads();
  ~keep_threads() { sp::set_threads(before); }
};

template <class T>
std::vector<T> numbers(extent_t n, unsigned seed) {
  std::vector<T> x(static_cast<std::size_t>(n));
  for (T& v : x) v = T(int((seed = seed * 1664525u + 1013904223u) >> 16) % 2001 - 1000) / T(1000);
  return x;
}

template <class T>
bool close(std::vector<T> const& got, std::vector<double> const& exact) {
  for (std::size_t i = 0; i < got.size(); ++i)
    if (!(std::abs(double(got[i]) - exact[i]) <= (sizeof(T) == 4 ? 4e-6 : 1e-13) * (1 + std::abs(exact[i]))))
      return false;
  return got.size() == exact.size();
}

template <class T>
std::vector<double> wide(std::vector<T> const& x) {
  return {x.begin(), x.end()};
}

} // namespace

TEST_CASE_TEMPLATE("the squared norm is summed in double, with the same bits for any number of threads", T, float,
                   double) {
  keep_threads keep;
  for (extent_t n : sizes) {
    auto const x = numbers<T>(n, 1);
    double exact = 0;
    for (T v : x) exact += double(v) * double(v);
    sp::set_threads(1);
    double const one = cpu::squared_norm({}, x.data(), n);
    sp::set_threads(2);
    CHECK(cpu::squared_norm({}, x.data(), n) == one);
    CHECK(one == doctest::Approx(exact).epsilon(1e-12));
  }
  std::vector<T> const large(40, T(3e30)); // the square of this is no float
  CHECK(cpu::squared_norm({}, large.data(), 40) == doctest::Approx(40 * 9e60));
}

TEST_CASE_TEMPLATE("the first NaN or infinity is found", T, float, double) {
  keep_threads keep;
  for (int threads : {1, 2}) {
    sp::set_threads(threads);
    for (extent_t n : sizes) {
      auto x = numbers<T>(n, 2);
      CHECK(cpu::first_non_finite({}, x.data(), n) == -1);
      for (extent_t at : {extent_t(0), n / 2, n - 1})
        for (T bad : {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(),
                      -std::numeric_limits<T>::infinity()}) {
          if (at < 0 || at >= n) continue;
          auto y = x;
          y[std::size_t(at)] = bad;
          y[std::size_t(n - 1)] = bad;
          CHECK(cpu::first_non_finite({}, y.data(), n) == at);
        }
    }
  }
  std::vector<T> const largest(100, std::numeric_limits<T>::max()); // finite, though their sum is not
  CHECK(cpu::first_non_finite({}, largest.data(), 100) == -1);
}

TEST_CASE_TEMPLATE("scaling, adding and averaging", T, float, double) {
  for (extent_t n : sizes) {
    auto const x = numbers<T>(n, 3), y = numbers<T>(n, 4);
    auto scaled = x, added = y, averaged = y;
    cpu::scale({}, scaled.data(), n, T(0.3));
    cpu::add_scaled({}, added.data(), x.data(), n, T(-1.7));
    cpu::exponential_moving_average({}, averaged.data(), x.data(), n, 0.9);
    auto exact_scaled = wide(x), exact_added = wide(y), exact_averaged = wide(y);
    for (std::size_t i = 0; i < x.size(); ++i) {
      exact_scaled[i] *= 0.3;
      exact_added[i] += -1.7 * double(x[i]);
      exact_averaged[i] = 0.9 * double(y[i]) + 0.1 * double(x[i]);
    }
    CHECK(close(scaled, exact_scaled));
    CHECK(close(added, exact_added));
    CHECK(close(averaged, exact_averaged));
  }
}

TEST_CASE_TEMPLATE("sgd follows its formula, with and without momentum", T, float, double) {
  for (extent_t n : sizes)
    for (bool with_momentum : {false, true}) {
      auto p = numbers<T>(n, 5);
      auto exact = wide(p);
      std::vector<T> velocity(p.size(), T(0));
      std::vector<double> exact_velocity(p.size(), 0);
      for (unsigned step = 1; step <= 3; ++step) {
        auto const g = numbers<T>(n, 5 + step);
        cpu::update_by_sgd({}, p.data(), g.data(), with_momentum ? velocity.data() : nullptr, n, 0.1, 0.9, 0.01, 0.5);
        for (std::size_t i = 0; i < exact.size(); ++i) {
          double const d = 0.5 * double(g[i]) + 0.01 * exact[i];
          exact_velocity[i] = (with_momentum ? 0.9 * exact_velocity[i] : 0) + d;
          exact[i] -= 0.1 * exact_velocity[i];
        }
      }
      CHECK(close(p, exact));
    }
}

TEST_CASE_TEMPLATE("adam and adamw follow their algorithms, with the same bits for any number of threads", T, float,
                   double) {
  keep_threads keep;
  for (extent_t n : sizes)
    for (double decay : {0., 0.02}) {
      auto const start = numbers<T>(n, 9);
      std::vector<T> before;
      for (int threads : {1, 2}) {
        sp::set_threads(threads);
        auto p = start;
        auto exact = wide(p);
        std::vector<T> m(p.size(), T(0)), v = m;
        std::vector<double> exact_m(p.size(), 0), exact_v = exact_m;
        for (unsigned step = 1; step <= 4; ++step) {
          auto const g = numbers<T>(n, 20 + step);
          cpu::update_by_adamw({}, p.data(), g.data(), m.data(), v.data(), n, step, 0.01, 0.9, 0.999, 1e-8, decay, 2.);
          for (std::size_t i = 0; i < exact.size(); ++i) {
            double const d = 2 * double(g[i]);
            exact[i] -= 0.01 * decay * exact[i];
            exact_m[i] = 0.9 * exact_m[i] + 0.1 * d;
            exact_v[i] = 0.999 * exact_v[i] + 0.001 * d * d;
            exact[i] -= 0.01 * exact_m[i] / (1 - std::pow(0.9, step)) /
                        (std::sqrt(exact_v[i] / (1 - std::pow(0.999, step))) + 1e-8);
          }
        }
        CHECK(close(p, exact));
        if (threads == 2) CHECK(p == before);
        before = p;
      }
    }
}
