// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include <limits>
#include <shapeproof/cpu/parallel.hpp>
#include <shapeproof/cpu/softmax.hpp>

using sp::extent_t;
using sp::kernels::ragged_lengths;

namespace {

struct form {
  extent_t outer, n, inner;
  ragged_lengths lengths;
  extent_t size() const { return outer * n * inner; }
};

int const some_lengths[] = {0, 5, 1, 3, 9}; // 9: longer than some of the axes below

// Every layout: contiguous rows, batch outside, batch inside, batch inside with more beside it
std::vector<form> forms() {
  std::vector<form> all;
  for (extent_t n : {1, 5, 40}) {
    all.push_back({7, n, 1, {}});
    all.push_back({10, n, 1, {some_lengths, 5, 2, 0}});
    all.push_back({3, n, 19, {}});
    all.push_back({5, n, 3, {some_lengths, 5, 1, 0}});
    all.push_back({2, n, 5, {some_lengths, 5, 0, 1}});
    all.push_back({1, n, 35, {some_lengths, 5, 0, 7}});
    all.push_back({2, n, 1, {some_lengths + 3, 1, 0, 1}});
  }
  return all;
}

std::vector<double> naive(form const& f, std::vector<double> const& x, bool log) {
  std::vector<double> y(x.size());
  for (extent_t o = 0; o < f.outer; ++o)
    for (extent_t i = 0; i < f.inner; ++i) {
      auto const at = [&](extent_t t) { return std::size_t((o * f.n + t) * f.inner + i); };
      extent_t const real = f.lengths.real(o, i, f.n);
      double sum = 0;
      for (extent_t t = 0; t < real; ++t) sum += std::exp(x[at(t)]);
      for (extent_t t = 0; t < real; ++t) y[at(t)] = log ? x[at(t)] - std::log(sum) : std::exp(x[at(t)]) / sum;
    }
  return y;
}

template <class T>
std::vector<T> run(form const& f, std::vector<T> const& x, bool log) {
  std::vector<T> y(x.size(), std::numeric_limits<T>::quiet_NaN());
  (log ? sp::cpu::log_softmax<T> : sp::cpu::softmax<T>)({}, x.data(), f.outer, f.n, f.inner, f.lengths, y.data());
  return y;
}

} // namespace

TEST_CASE("softmax and log_softmax agree with the formula in every layout, and are zero beyond a row's length") {
  for (int threads : {1, 2}) {
    sp::set_threads(threads);
    for (form const& f : forms())
      for (bool log : {false, true}) {
        CAPTURE(f.n);
        CAPTURE(f.inner);
        CAPTURE(log);
        auto x = noise(f.size(), 3);
        for (double& value : x) value *= 20;
        auto const expected = naive(f, x, log);
        CHECK(difference(run(f, x, log), expected) < 1e-12);
        CHECK(difference(run(f, std::vector<float>(x.begin(), x.end()), log), expected) < 4e-6);
      }
  }
  sp::set_threads(1);
}

TEST_CASE("the gradients of softmax and log_softmax are those of central differences, written or added") {
  for (form const& f : forms())
    for (bool log : {false, true}) {
      CAPTURE(f.n);
      CAPTURE(f.inner);
      CAPTURE(log);
      auto x = noise(f.size(), 4);
      auto dy = noise(f.size(), 5);
      auto const expected = central_differences(x, [&] { return dot(run(f, x, log), dy); });
      auto const y = run(f, x, log);
      // nothing may read the gradient of what is not real
      for (extent_t o = 0; o < f.outer; ++o)
        for (extent_t i = 0; i < f.inner; ++i)
          for (extent_t t = f.lengths.real(o, i, f.n); t < f.n; ++t)
            dy[std::size_t((o * f.n + t) * f.inner + i)] = std::numeric_limits<double>::quiet_NaN();
      auto const backward = log ? sp::cpu::log_softmax_backward<double> : sp::cpu::softmax_backward<double>;
      std::vector<double> dx(x.size(), std::numeric_limits<double>::quiet_NaN());
      backward({}, y.data(), dy.data(), f.outer, f.n, f.inner, f.lengths, dx.data(), false);
      CHECK(difference(dx, expected) < 1e-8);
      backward({}, y.data(), dy.data(), f.outer, f.n, f.inner, f.lengths, dx.data(), true);
      for (double& value : dx) value /= 2;
      CHECK(difference(dx, expected) < 1e-8);
    }
}

TEST_CASE("scores of any size, and masked ones, give finite probabilities that add up to 1") {
  float const infinity = std::numeric_limits<float>::infinity();
  for (extent_t inner : {1, 2})
    for (float shift : {-1e30f, -1000.f, 0.f, 1000.f, 1e30f}) {
      form const f{1, 4, inner, {}};
      std::vector<float> x;
      for (float score : {0.f, -infinity, 1.f, 2.f}) x.insert(x.end(), std::size_t(inner), score + shift);
      auto const y = run(f, x, false);
      float sum = 0;
      for (std::size_t t = 0; t < 4; ++t) sum += y[t * std::size_t(inner)];
      CHECK(sum == doctest::Approx(1));
      CHECK(y[std::size_t(inner)] == 0);
      auto const all_masked = run(f, std::vector<float>(x.size(), -infinity), false);
      for (float p : all_masked) CHECK(p == 0);
    }
}

TEST_CASE("a row's bits do not depend on the number of rows, threads, or batch mates") {
  extent_t const n = 50, batch = 37;
  auto const x = noise<float>(100 * n, 6);
  form const rows{100, n, 1, {}};
  sp::set_threads(2);
  auto const all = run(rows, x, false);
  sp::set_threads(1);
  for (std::size_t r : {0u, 1u, 99u}) {
    std::vector<float> const one(x.begin() + long(r) * n, x.begin() + long(r + 1) * n);
    auto const alone = run(form{1, n, 1, {}}, one, false);
    CHECK(std::equal(alone.begin(), alone.end(), all.begin() + long(r) * n));
  }
  std::vector<int> const lengths(batch, int(n));
  auto const columns = noise<float>(n * batch, 7);
  auto const together = run(form{1, n, batch, {lengths.data(), batch, 0, 1}}, columns, false);
  for (std::size_t b : {0u, 5u, 36u}) {
    std::vector<float> one;
    for (std::size_t t = 0; t < n; ++t) one.push_back(columns[t * batch + b]);
    auto const alone = run(form{1, n, 1, {lengths.data(), 1, 0, 1}}, one, false);
    for (std::size_t t = 0; t < n; ++t) CHECK(alone[t] == together[t * batch + b]);
  }
}
