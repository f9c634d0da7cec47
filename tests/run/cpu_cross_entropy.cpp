// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include <limits>
#include <shapeproof/cpu/cross_entropy.hpp>

using sp::extent_t;

namespace {

struct batch {
  extent_t rows, classes;
  std::vector<double> scores;
  std::vector<int> labels;
  std::vector<unsigned char> real;

  batch(extent_t r, extent_t c) : rows(r), classes(c), scores(noise(r * c, 11)) {
    for (double& x : scores) x *= 8;
    for (extent_t i = 0; i < rows; ++i) labels.push_back(int(i * 7 % classes)), real.push_back(i % 4 != 1);
  }
};

std::vector<double> naive(batch const& b, bool masked, double smoothing) {
  std::vector<double> losses(b.labels.size());
  for (std::size_t r = 0; r < losses.size(); ++r) {
    if (masked && !b.real[r]) continue;
    auto const* x = b.scores.data() + r * std::size_t(b.classes);
    double sum = 0, mean = 0;
    for (extent_t c = 0; c < b.classes; ++c) sum += std::exp(x[c]);
    for (extent_t c = 0; c < b.classes; ++c) mean += (std::log(sum) - x[c]) / double(b.classes);
    losses[r] = (1 - smoothing) * (std::log(sum) - x[b.labels[r]]) + smoothing * mean;
  }
  return losses;
}

template <class T>
struct result {
  std::vector<T> losses, kept;
  T sum;
};
template <class T>
result<T> run(batch const& b, std::vector<T> const& scores, bool masked, double smoothing) {
  result<T> r{std::vector<T>(b.labels.size(), T(NAN)), std::vector<T>(2 * b.labels.size(), T(NAN)), 0};
  sp::cpu::cross_entropy(scores.data(), b.labels.data(), masked ? b.real.data() : nullptr, b.rows, b.classes,
                         T(smoothing), r.losses.data(), r.kept.data());
  sp::cpu::mean_loss(r.losses.data(), b.rows, 1, &r.sum);
  return r;
}

} // namespace

TEST_CASE("cross entropy agrees with the formula, row by row and in sum, with and without smoothing and mask") {
  for (int threads : {1, 2})
    for (auto [rows, classes] : {std::pair<extent_t, extent_t>{9, 1}, {13, 5}, {60, 40}, {50, 1003}})
      for (bool masked : {false, true})
        for (double smoothing : {0.0, 0.1}) {
          sp::set_threads(threads);
          batch const b(rows, classes);
          auto const expected = naive(b, masked, smoothing);
          double sum = 0;
          for (double loss : expected) sum += loss;
          auto const exact = run(b, b.scores, masked, smoothing);
          CHECK(difference(exact.losses, expected) < 1e-12);
          CHECK(exact.sum == doctest::Approx(sum).epsilon(1e-12));
          auto const fast = run(b, std::vector<float>(b.scores.begin(), b.scores.end()), masked, smoothing);
          CHECK(difference(fast.losses, expected) < 1e-6);
          CHECK(double(fast.sum) == doctest::Approx(sum).epsilon(1e-6));
        }
  sp::set_threads(1);
}

TEST_CASE("the gradient of cross entropy is that of central differences, and rows that are not real are never read") {
  for (bool masked : {false, true})
    for (double smoothing : {0.0, 0.2}) {
      batch b(13, 21);
      auto const weights = noise(b.rows, 12);
      auto const sum_gradient = central_differences(b.scores, [&] { return run(b, b.scores, masked, smoothing).sum; });
      auto const rows_gradient =
          central_differences(b.scores, [&] { return dot(run(b, b.scores, masked, smoothing).losses, weights); });
      auto scores = b.scores;
      if (masked)
        for (std::size_t i = 0; i < scores.size(); ++i)
          if (!b.real[i / std::size_t(b.classes)]) scores[i] = NAN;
      auto const r = run(b, scores, masked, smoothing);
      auto const* real = masked ? b.real.data() : nullptr;
      auto const check = [&](double factor, std::vector<double> expected, auto... weight) {
        std::vector<double> d(scores.size(), NAN);
        sp::cpu::cross_entropy_backward(scores.data(), b.labels.data(), real, b.rows, b.classes, smoothing,
                                        r.kept.data(), weight..., d.data(), false);
        for (double& x : expected) x *= factor;
        CHECK(difference(d, expected) < 1e-7);
        sp::cpu::cross_entropy_backward(scores.data(), b.labels.data(), real, b.rows, b.classes, smoothing,
                                        r.kept.data(), weight..., d.data(), true);
        for (double& x : expected) x *= 2;
        CHECK(difference(d, expected) < 1e-7);
      };
      double const dloss = 0.75;
      check(0.25, sum_gradient, &dloss, extent_t(3));
      check(1, rows_gradient, weights.data());
    }
}

TEST_CASE("cross entropy stays finite for scores of any size, and its sum does not depend on the number of threads") {
  batch const b(3, 4);
  std::vector<float> const scores{1e30f, -1e30f, 0, 5, 1e4f, 1e4f, 1e4f, 1e4f, -1e4f, -1e4f, -1e4f, 0};
  auto const r = run(b, scores, false, 0.0); // labels 0, 3, 2
  CHECK(r.losses[0] == 0);
  CHECK(r.losses[1] == doctest::Approx(std::log(4.0)));
  CHECK(r.losses[2] == doctest::Approx(1e4));

  batch const large(501, 77);
  std::vector<float> const x(large.scores.begin(), large.scores.end());
  sp::set_threads(1);
  auto const one = run(large, x, true, 0.1);
  sp::set_threads(3);
  auto const three = run(large, x, true, 0.1);
  sp::set_threads(1);
  CHECK(one.sum == three.sum);
  CHECK(std::equal(one.losses.begin(), one.losses.end(), three.losses.begin()));
}
