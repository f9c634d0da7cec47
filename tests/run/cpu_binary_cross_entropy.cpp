// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include <memory>
#include <shapeproof/cpu/binary_cross_entropy.hpp>

using sp::extent_t;

namespace {

struct example {
  extent_t n;
  std::vector<double> scores;
  std::unique_ptr<bool[]> labels;
  std::vector<unsigned char> real;
  explicit example(extent_t count) : n(count), scores(noise(n, 21)), labels(new bool[std::size_t(n)]) {
    for (extent_t i = 0; i < n; ++i) {
      scores[std::size_t(i)] *= 12;
      labels[std::size_t(i)] = i % 3 == 0;
      real.push_back(i % 5 != 2);
    }
  }
};

template <class T>
T run(example const& e, std::vector<T> const& scores, bool masked, std::vector<T>& losses) {
  losses.assign(std::size_t(e.n), T(NAN));
  sp::cpu::binary_cross_entropy(scores.data(), e.labels.get(), masked ? e.real.data() : nullptr, e.n, losses.data());
  T sum;
  sp::cpu::mean_loss(losses.data(), e.n, 1, &sum);
  return sum;
}

} // namespace

TEST_CASE("binary cross entropy agrees with the formula for any number of elements") {
  for (extent_t n : {1, 7, 16, 61, 40001})
    for (int threads : {1, 2})
      for (bool masked : {false, true}) {
        sp::set_threads(threads);
        example const e(n);
        std::vector<double> expected, exact;
        std::vector<float> fast;
        double sum = 0;
        for (std::size_t i = 0; i < std::size_t(n); ++i) {
          double const x = e.labels[i] ? -e.scores[i] : e.scores[i];
          expected.push_back(masked && !e.real[i] ? 0 : x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)));
          sum += expected.back();
        }
        CHECK(run(e, e.scores, masked, exact) == doctest::Approx(sum).epsilon(1e-12));
        CHECK(difference(exact, expected) < 1e-12);
        CHECK(double(run(e, std::vector<float>(e.scores.begin(), e.scores.end()), masked, fast)) ==
              doctest::Approx(sum));
        CHECK(difference(fast, expected) < 1e-6);
      }
  sp::set_threads(1);
}

TEST_CASE("the gradient of binary cross entropy is that of central differences") {
  for (bool masked : {false, true}) {
    example e(37);
    std::vector<double> losses;
    auto const weights = noise(e.n, 22);
    auto const* real = masked ? e.real.data() : nullptr;
    auto sum_gradient = central_differences(e.scores, [&] { return 3 * run(e, e.scores, masked, losses); });
    auto rows_gradient = central_differences(e.scores, [&] {
      run(e, e.scores, masked, losses);
      return dot(losses, weights);
    });
    if (masked) e.scores[2] = NAN;
    std::vector<double> d(37, NAN);
    double const dloss = 6;
    sp::cpu::binary_cross_entropy_backward(e.scores.data(), e.labels.get(), real, e.n, &dloss, 2, d.data(), false);
    CHECK(difference(d, sum_gradient) < 1e-8);
    sp::cpu::binary_cross_entropy_backward(e.scores.data(), e.labels.get(), real, e.n, weights.data(), d.data(), true);
    for (std::size_t i = 0; i < 37; ++i) rows_gradient[i] += sum_gradient[i];
    CHECK(difference(d, rows_gradient) < 1e-8);
  }
}

TEST_CASE("extreme scores give finite losses, small losses keep their digits") {
  float const scores[] = {1e30f, -1e30f, 20.f, -20.f};
  bool const labels[] = {true, true, true, false};
  float losses[4];
  sp::cpu::binary_cross_entropy(scores, labels, nullptr, 4, losses);
  CHECK(losses[0] == 0);
  CHECK(losses[1] == 1e30f);
  CHECK(double(losses[2]) == doctest::Approx(std::log1p(std::exp(-20.0))).epsilon(1e-6));
  CHECK(losses[3] == losses[2]);
}
