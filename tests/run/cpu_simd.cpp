// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/cpu/simd.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <limits>

namespace cpu = sp::cpu;

namespace {

float constexpr infinity = std::numeric_limits<float>::infinity();

template <class F>
float in_one_lane(F f, float x) {
  cpu::vec<float> v = cpu::splat(0.5f); // the other lanes hold something else
  int const lane = cpu::width<float> - 2;
  v[lane] = x;
  return f(v)[lane];
}

// How many units in the last place of the exact value lie between it and the approximation.
double ulps(float got, double exact) {
  float const rounded = float(exact), beyond = std::nextafter(std::abs(rounded), infinity);
  return std::abs(double(got) - exact) / (double(beyond) - double(std::abs(rounded)));
}

template <class F, class Exact>
double worst_ulps(F f, Exact exact, float from, float to, int steps) {
  double worst = 0;
  for (int i = 0; i <= steps; ++i) {
    float const x = from + (to - from) * float(i) / float(steps);
    worst = std::max(worst, ulps(in_one_lane(f, x), exact(double(x))));
  }
  return worst;
}

auto const vector_exp = [](auto x) { return cpu::exp(x); };
auto const vector_log = [](auto x) { return cpu::log(x); };
auto const vector_tanh = [](auto x) { return cpu::tanh(x); };
auto const vector_sigmoid = [](auto x) { return cpu::sigmoid(x); };
auto const vector_sqrt = [](auto x) { return cpu::sqrt(x); };
auto const exact_exp = [](double x) { return std::exp(x); };
auto const exact_log = [](double x) { return std::log(x); };
auto const exact_tanh = [](double x) { return std::tanh(x); };
auto const exact_sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };

} // namespace

TEST_CASE("exp is within two units in the last place, from subnormal results to the largest float") {
  CHECK(worst_ulps(vector_exp, exact_exp, -104.f, 88.7228f, 400000) <= 2);
  CHECK(worst_ulps(vector_exp, exact_exp, -1e-3f, 1e-3f, 10000) <= 2);
  CHECK(in_one_lane(vector_exp, -infinity) == 0.f);
  CHECK(in_one_lane(vector_exp, -200.f) == 0.f);
  CHECK(in_one_lane(vector_exp, 0.f) == 1.f);
  CHECK(in_one_lane(vector_exp, 88.8f) == infinity);
  CHECK(in_one_lane(vector_exp, infinity) == infinity);
}

TEST_CASE("tanh keeps its relative accuracy near zero and reaches one") {
  CHECK(worst_ulps(vector_tanh, exact_tanh, -12.f, 12.f, 400000) <= 4);
  for (float x = 1e-30f; x < 0.5f; x *= 1.37f) {
    CHECK(std::abs(in_one_lane(vector_tanh, x) / std::tanh(double(x)) - 1) <= 1e-6);
    CHECK(std::abs(in_one_lane(vector_tanh, -x) / std::tanh(double(-x)) - 1) <= 1e-6);
  }
  CHECK(in_one_lane(vector_tanh, 0.f) == 0.f);
  CHECK(in_one_lane(vector_tanh, 50.f) == 1.f);
  CHECK(in_one_lane(vector_tanh, -1e30f) == -1.f);
  CHECK(in_one_lane(vector_tanh, infinity) == 1.f);
  CHECK(in_one_lane(vector_tanh, -infinity) == -1.f);
}

TEST_CASE("sigmoid keeps its relative accuracy in both tails") {
  CHECK(worst_ulps(vector_sigmoid, exact_sigmoid, -85.f, 85.f, 400000) <= 4);
  CHECK(in_one_lane(vector_sigmoid, 0.f) == 0.5f);
  CHECK(in_one_lane(vector_sigmoid, infinity) == 1.f);
  CHECK(in_one_lane(vector_sigmoid, -infinity) <= 1e-37f);
  CHECK(in_one_lane(vector_sigmoid, -1e30f) >= 0.f);
}

TEST_CASE("log is within two units in the last place, for subnormal numbers too") {
  double worst = 0;
  for (double x = 1.5e-45; x < 3e38; x *= 1.0007)
    worst = std::max(worst, ulps(in_one_lane(vector_log, float(x)), exact_log(double(float(x)))));
  CHECK(worst <= 2);
  CHECK(worst_ulps(vector_log, exact_log, 0.5f, 2.f, 100000) <= 2);
  CHECK(in_one_lane(vector_log, 1.f) == 0.f);
  CHECK(in_one_lane(vector_log, 0.f) == -infinity);
  CHECK(in_one_lane(vector_log, infinity) == infinity);
  CHECK(std::isnan(in_one_lane(vector_log, -1.f)));
}

TEST_CASE("the square root is exact") {
  for (double x = 1.5e-45; x < 3e38; x *= 1.1) CHECK(in_one_lane(vector_sqrt, float(x)) == std::sqrt(float(x)));
  CHECK(in_one_lane(vector_sqrt, 0.f) == 0.f);
  CHECK(in_one_lane(vector_sqrt, infinity) == infinity);
}

TEST_CASE("NaN stays NaN whatever its bits are") {
  for (std::uint32_t bits : {0x7fc00000u, 0x7fc00001u, 0x7fffffffu, 0xffc01234u}) {
    float nan;
    std::memcpy(&nan, &bits, sizeof nan);
    CHECK(std::isnan(in_one_lane(vector_exp, nan)));
    CHECK(std::isnan(in_one_lane(vector_log, nan)));
    CHECK(std::isnan(in_one_lane(vector_tanh, nan)));
    CHECK(std::isnan(in_one_lane(vector_sigmoid, nan)));
    CHECK(std::isnan(in_one_lane(vector_sqrt, nan)));
  }
}

TEST_CASE("in double the functions are the standard ones") {
  cpu::vec<double> x;
  for (int i = 0; i < cpu::width<double>; ++i) x[i] = 0.3 * i + 0.1;
  for (int i = 0; i < cpu::width<double>; ++i) {
    CHECK(cpu::exp(x)[i] == std::exp(x[i]));
    CHECK(cpu::log(x)[i] == std::log(x[i]));
    CHECK(cpu::tanh(x)[i] == std::tanh(x[i]));
    CHECK(cpu::sqrt(x)[i] == std::sqrt(x[i]));
    CHECK(cpu::sigmoid(x)[i] == doctest::Approx(exact_sigmoid(x[i])).epsilon(1e-15));
  }
}

TEST_CASE_TEMPLATE("loading and storing a part touches nothing beyond it", T, float, double) {
  T const from[] = {1, 2, 3, -7};
  T to[] = {9, 9, 9, 9};
  auto const v = cpu::load_some(from, 1);
  CHECK(v[0] == T(1));
  CHECK(v[1] == T(0));
  cpu::store_some<T>(to, 1, cpu::load_some(from + 3, 1));
  CHECK(to[0] == T(-7));
  CHECK(to[1] == T(9));
}

TEST_CASE_TEMPLATE("lanes are reduced", T, float, double) {
  cpu::vec<T> v;
  T sum = 0;
  for (int i = 0; i < cpu::width<T>; ++i) sum += v[i] = T(i % 3 == 0 ? -i : i);
  CHECK(cpu::horizontal_sum<T>(v) == sum);
  CHECK(cpu::horizontal_max<T>(v) == T((cpu::width<T> - 1) % 3 == 0 ? cpu::width<T> - 2 : cpu::width<T> - 1));
  CHECK(cpu::horizontal_sum<T>(cpu::abs(v)) == T(cpu::width<T> * (cpu::width<T> - 1) / 2));
  CHECK(cpu::select(v < T(0), cpu::splat(T(5)), v)[cpu::width<T> - 1] != T(0));
}
