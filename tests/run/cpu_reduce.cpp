// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include <limits>
#include <shapeproof/cpu/reduce.hpp>

using sp::extent_t;
using sp::kernels::ragged_lengths;

namespace {

struct form {
  extent_t outer, n, inner;
  ragged_lengths lengths;
  extent_t size() const { return outer * n * inner; }
  extent_t out() const { return outer * inner; }
  std::size_t at(extent_t o, extent_t t, extent_t i) const { return std::size_t((o * n + t) * inner + i); }
};

int const some_lengths[] = {0, 5, 1, 3, 9};

std::vector<form> forms() {
  std::vector<form> all;
  for (extent_t n : {1, 5, 40, 301}) {
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

template <class F>
std::vector<double> each_row(form const& f, std::vector<double> const& x, F const& of) {
  std::vector<double> out;
  for (extent_t o = 0; o < f.outer; ++o)
    for (extent_t i = 0; i < f.inner; ++i) {
      std::vector<double> row;
      for (extent_t t = 0; t < f.lengths.real(o, i, f.n); ++t) row.push_back(x[f.at(o, t, i)]);
      out.push_back(of(row));
    }
  return out;
}
double total(std::vector<double> const& row) {
  double sum = 0;
  for (double x : row) sum += x;
  return sum;
}
double average(std::vector<double> const& row) { return row.empty() ? 0 : total(row) / double(row.size()); }
double first_greatest(std::vector<double> const& row) {
  return double(std::max_element(row.begin(), row.end()) - row.begin());
}
double greatest(std::vector<double> const& row) { return row.empty() ? 0 : *std::max_element(row.begin(), row.end()); }

template <class T>
std::vector<T> unset(extent_t n) {
  return std::vector<T>(std::size_t(n), std::numeric_limits<T>::quiet_NaN());
}

} // namespace

TEST_CASE("sum, mean, max and argmax agree with plain loops in every layout and for both element types") {
  for (int threads : {1, 2}) {
    sp::set_threads(threads);
    for (form const& f : forms()) {
      CAPTURE(f.n);
      CAPTURE(f.inner);
      auto x = noise(f.size(), 31);
      for (double& value : x) value = std::round(value * 8) / 8; // equal values are common, and exact in float
      for (extent_t o = 0; o < f.outer; ++o)                     // nothing may read what is not real
        for (extent_t i = 0; i < f.inner; ++i)
          for (extent_t t = f.lengths.real(o, i, f.n); t < f.n; ++t) x[f.at(o, t, i)] = NAN;
      auto const check = [&]<class T>(std::vector<T> const& in, double tolerance) {
        auto out = unset<T>(f.out());
        std::vector<int> at(out.size(), -1), only_at(out.size(), -1);
        sp::cpu::sum({}, in.data(), f.outer, f.n, f.inner, f.lengths, out.data());
        CHECK(difference(out, each_row(f, x, total)) < tolerance);
        sp::cpu::mean({}, in.data(), f.outer, f.n, f.inner, f.lengths, out.data());
        CHECK(difference(out, each_row(f, x, average)) < tolerance);
        sp::cpu::max({}, in.data(), f.outer, f.n, f.inner, f.lengths, out.data(), at.data());
        CHECK(difference(out, each_row(f, x, greatest)) == 0);
        sp::cpu::argmax({}, in.data(), f.outer, f.n, f.inner, f.lengths, only_at.data());
        CHECK(difference(at, each_row(f, x, first_greatest)) == 0);
        CHECK(at == only_at);
      };
      check(x, 1e-14);
      check(std::vector<float>(x.begin(), x.end()), 1e-6);
    }
  }
  sp::set_threads(1);
}

TEST_CASE("the gradients of sum, mean and max are those of central differences, written or added") {
  for (form const& f : forms()) {
    if (f.n > 40) continue;
    auto x = noise(f.size(), 32);
    auto const dy = noise(f.out(), 33);
    std::vector<double> y(dy.size());
    std::vector<int> at(dy.size());
    auto const check = [&](auto const& forward, auto const& backward) {
      auto expected = central_differences(x, [&] {
        forward();
        return dot(y, dy);
      });
      forward();
      auto dx = unset<double>(f.size());
      backward(dx.data(), false);
      CHECK(difference(dx, expected) < 1e-8);
      backward(dx.data(), true);
      for (double& d : expected) d *= 2;
      CHECK(difference(dx, expected) < 1e-8);
    };
    check(
        [&] { sp::cpu::sum({}, x.data(), f.outer, f.n, f.inner, f.lengths, y.data()); },
        [&](double* dx, bool add) { sp::cpu::sum_backward({}, dy.data(), f.outer, f.n, f.inner, f.lengths, dx, add); });
    check([&] { sp::cpu::mean({}, x.data(), f.outer, f.n, f.inner, f.lengths, y.data()); },
          [&](double* dx, bool add) {
            sp::cpu::mean_backward({}, dy.data(), f.outer, f.n, f.inner, f.lengths, dx, add);
          });
    check([&] { sp::cpu::max({}, x.data(), f.outer, f.n, f.inner, f.lengths, y.data(), at.data()); },
          [&](double* dx, bool add) {
            sp::cpu::max_backward({}, dy.data(), at.data(), f.outer, f.n, f.inner, f.lengths, dx, add);
          });
  }
}

TEST_CASE("a long sum of floats keeps its digits") {
  extent_t const n = 3000001;
  std::vector<float> const x(std::size_t(n), 0.1f);
  float sum = 0;
  sp::cpu::sum({}, x.data(), 1, n, 1, {}, &sum);
  CHECK(std::abs(double(sum) / (double(n) * double(0.1f)) - 1) < 5e-7);
  std::vector<float> const columns(std::size_t(3 * 100000), 0.1f);
  float sums[3];
  sp::cpu::sum({}, columns.data(), 1, 100000, 3, {}, sums);
  for (float s : sums) CHECK(std::abs(double(s) / (1e5 * double(0.1f)) - 1) < 5e-7);
}

TEST_CASE("a NaN is the greatest, wherever it stands; minus infinity alone is at the first position") {
  for (extent_t inner : {1, 3})
    for (extent_t position : {0, 3, 16, 38}) {
      form const f{1, 39, inner, {}};
      auto x = noise<float>(f.size(), 34);
      x[f.at(0, position, 0)] = NAN;
      std::vector<float> out(std::size_t(inner), 0.f);
      std::vector<int> at(out.size());
      sp::cpu::max({}, x.data(), f.outer, f.n, f.inner, f.lengths, out.data(), at.data());
      CHECK(std::isnan(out[0]));
      CHECK(at[0] == position);
      for (float& value : x) value = -INFINITY;
      sp::cpu::max({}, x.data(), f.outer, f.n, f.inner, f.lengths, out.data(), at.data());
      CHECK(out[0] == -INFINITY);
      CHECK(at[0] == 0);
    }
}

TEST_CASE("the sum of a long row with an infinity is one, and with both it is NaN") {
  for (sp::extent_t inner : {1, 3}) {
    std::vector<float> x(static_cast<std::size_t>(1000 * inner), 1.0f), sum(static_cast<std::size_t>(inner));
    x[static_cast<std::size_t>(700 * inner)] = INFINITY;
    sp::cpu::sum({}, x.data(), 1, 1000, inner, {}, sum.data());
    CHECK(sum[0] == INFINITY);
    if (inner > 1) CHECK(sum[1] == 1000);
    x[static_cast<std::size_t>(30 * inner)] = -INFINITY;
    sp::cpu::sum({}, x.data(), 1, 1000, inner, {}, sum.data());
    CHECK(std::isnan(sum[0]));
  }
}
