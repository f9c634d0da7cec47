// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include "support.hpp"
#include <shapeproof/cpu/log_likelihood.hpp>
#include <shapeproof/cpu/negative_log_likelihood.hpp>
#include <shapeproof/cuda/log_likelihood.cuh>
#include <shapeproof/cuda/negative_log_likelihood.cuh>

using sp::extent_t;

namespace {

template <class T>
std::vector<double> wide(std::vector<T> const& x) {
  return {x.begin(), x.end()};
}

template <class T>
struct example {
  extent_t rows, classes;
  bool masked;
  std::vector<T> probabilities, dlosses;
  std::vector<int> labels;
  std::vector<unsigned char> real;
  on_gpu<T> probabilities_there, dlosses_there;
  on_gpu<int> labels_there;
  on_gpu<unsigned char> real_there;

  example(extent_t r, extent_t c, bool some)
      : rows(r), classes(c), masked(some), probabilities(positive(r * c)), dlosses(noise<T>(r, 42)),
        labels(some_labels()), real(some_real()), probabilities_there(probabilities), dlosses_there(dlosses),
        labels_there(labels), real_there(real) {}

  unsigned char const* host_real() const { return masked ? real.data() : nullptr; }
  unsigned char const* device_real() const { return masked ? real_there.p : nullptr; }

  static std::vector<T> positive(extent_t n) {
    auto p = noise<T>(n, 41);
    for (T& x : p) x = x < T(-0.9) ? T(0) : std::abs(x); // some are 0
    return p;
  }
  std::vector<int> some_labels() const {
    std::vector<int> l;
    for (extent_t i = 0; i < rows; ++i) l.push_back(int(i * 5 % classes));
    return l;
  }
  std::vector<unsigned char> some_real() const {
    std::vector<unsigned char> m;
    for (extent_t i = 0; i < rows; ++i) m.push_back(i % 3 != 1);
    return m;
  }
};

// host(e, to, add) and device(e, to, add) fill n numbers.
template <class T, class Host, class Device>
void compare(extent_t n, bool add, double tolerance, Host const& host, Device const& device) {
  auto const before = add ? noise<T>(n, 43) : std::vector<T>(std::size_t(n), T(NAN));
  auto expected = before;
  on_gpu<T> there(before);
  host(expected.data(), add);
  device(there.p, add);
  CHECK(difference(there.back(), wide(expected)) < tolerance);
}

template <class T>
void check(double tolerance) {
  for (auto [rows, classes] : {std::pair<extent_t, extent_t>{0, 3}, {1, 1}, {4, 3}, {100, 27}, {33, 40}, {5, 2000}})
    for (bool masked : {false, true}) {
      example<T> const e(rows, classes, masked);
      extent_t const n = rows * classes, count = 3;
      T const dloss = T(0.5);
      on_gpu<T> const dloss_there(std::vector<T>{dloss});
      auto const *p = e.probabilities.data(), *p_there = e.probabilities_there.p;
      auto const *labels = e.labels.data(), *labels_there = e.labels_there.p;
      auto const *real = e.host_real(), *real_there = e.device_real();
      extent_t const r = rows, c = classes;

      compare<T>(
          rows, false, tolerance, [&](T* to, bool) { sp::cpu::log_likelihood({}, p, labels, real, r, c, to); },
          [&](T* to, bool) { sp::gpu::log_likelihood({}, p_there, labels_there, real_there, r, c, to); });
      compare<T>(
          rows, false, tolerance, [&](T* to, bool) { sp::cpu::negative_log_likelihood({}, p, labels, real, r, c, to); },
          [&](T* to, bool) { sp::gpu::negative_log_likelihood({}, p_there, labels_there, real_there, r, c, to); });
      for (bool add : {false, true}) {
        compare<T>(
            n, add, tolerance,
            [&](T* to, bool with) {
              sp::cpu::log_likelihood_backward({}, labels, real, r, c, &dloss, count, to, with);
            },
            [&](T* to, bool with) {
              sp::gpu::log_likelihood_backward({}, labels_there, real_there, r, c, dloss_there.p, count, to, with);
            });
        compare<T>(
            n, add, tolerance,
            [&](T* to, bool with) {
              sp::cpu::negative_log_likelihood_backward({}, p, labels, real, r, c, &dloss, count, to, with);
            },
            [&](T* to, bool with) {
              sp::gpu::negative_log_likelihood_backward({}, p_there, labels_there, real_there, r, c, dloss_there.p,
                                                        count, to, with);
            });
        compare<T>(
            n, add, tolerance,
            [&](T* to, bool with) {
              sp::cpu::negative_log_likelihood_backward({}, p, labels, real, r, c, e.dlosses.data(), to, with);
            },
            [&](T* to, bool with) {
              sp::gpu::negative_log_likelihood_backward({}, p_there, labels_there, real_there, r, c, e.dlosses_there.p,
                                                        to, with);
            });
      }
    }
}

} // namespace

GPU_TEST_CASE("the likelihoods and their gradients are the host's, with and without padding") {
  check<float>(1e-5);
  check<double>(1e-12);
}
