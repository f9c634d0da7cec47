// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include <shapeproof/cpu/layer_norm.hpp>

using sp::extent_t;

namespace {

template <class T>
struct result {
  std::vector<T> out, kept;
};
template <class T>
result<T> run(std::vector<T> const& x, extent_t rows, extent_t n, std::vector<T> const& gain,
              std::vector<T> const& bias) {
  result<T> r{std::vector<T>(x.size(), T(NAN)), std::vector<T>(std::size_t(2 * rows), T(NAN))};
  sp::cpu::layer_norm({}, x.data(), rows, n, gain.data(), bias.data(), T(1e-5), r.out.data(), r.kept.data());
  return r;
}

std::vector<double> naive(std::vector<double> const& x, std::size_t n, std::vector<double> const& gain,
                          std::vector<double> const& bias) {
  std::vector<double> y(x.size());
  for (std::size_t row = 0; row < x.size(); row += n) {
    double mean = 0, variance = 0;
    for (std::size_t i = 0; i < n; ++i) mean += x[row + i] / double(n);
    for (std::size_t i = 0; i < n; ++i) variance += (x[row + i] - mean) * (x[row + i] - mean) / double(n);
    for (std::size_t i = 0; i < n; ++i)
      y[row + i] = (x[row + i] - mean) / std::sqrt(variance + 1e-5) * gain[i] + bias[i];
  }
  return y;
}

} // namespace

TEST_CASE("layer_norm agrees with the formula, also for rows far from zero and rows without variance") {
  for (int threads : {1, 2})
    for (extent_t n : {1, 5, 16, 37, 512})
      for (double shift : {0.0, 1000.0}) {
        sp::set_threads(threads);
        extent_t const rows = 129;
        auto x = noise(rows * n, 51);
        auto const gain = noise(n, 52), bias = noise(n, 53);
        for (double& value : x) value = double(float(value + shift));
        for (std::size_t i = 0; i < std::size_t(n); ++i) x[i] = shift; // the first row is constant
        auto const expected = naive(x, std::size_t(n), gain, bias);
        CHECK(difference(run(x, rows, n, gain, bias).out, expected) < 1e-9);
        auto const as_float = [](std::vector<double> const& v) { return std::vector<float>(v.begin(), v.end()); };
        auto const fast = run(as_float(x), rows, n, as_float(gain), as_float(bias)).out;
        CHECK(difference(fast, expected) < (shift == 0 ? 3e-6 : 2e-3));
      }
  sp::set_threads(1);
}

TEST_CASE("the gradients of layer_norm are those of central differences") {
  for (extent_t n : {1, 2, 7, 33, 140}) {
    extent_t const rows = 3;
    auto x = noise(rows * n, 54), gain = noise(n, 55), bias = noise(n, 56);
    auto const dy = noise(rows * n, 57);
    auto const loss = [&] { return dot(run(x, rows, n, gain, bias).out, dy); };
    auto dx = central_differences(x, loss), dgain = central_differences(gain, loss),
         dbias = central_differences(bias, loss);
    auto const kept = run(x, rows, n, gain, bias).kept;
    std::vector<double> gx(x.size(), NAN), ggain(gain.size(), 0.5), gbias(bias.size(), 0.5);
    auto const backward = [&](bool add) {
      sp::cpu::layer_norm_backward({}, x.data(), dy.data(), rows, n, gain.data(), kept.data(), gx.data(), add);
    };
    backward(false);
    CHECK(difference(gx, dx) < 1e-7);
    backward(true);
    for (double& d : dx) d *= 2;
    CHECK(difference(gx, dx) < 1e-7);
    sp::cpu::layer_norm_backward_parameters({}, x.data(), dy.data(), rows, n, kept.data(), ggain.data(), gbias.data());
    for (double& d : ggain) d -= 0.5;
    for (double& d : gbias) d -= 0.5;
    CHECK(difference(ggain, dgain) < 1e-8);
    CHECK(difference(gbias, dbias) < 1e-8);
  }
}

TEST_CASE("the gradients of gain and bias are the same bits on any number of threads") {
  extent_t const rows = 300, n = 1000;
  auto const x = noise<float>(rows * n, 58), dy = noise<float>(rows * n, 59), gain = noise<float>(n, 60);
  auto const kept = run(x, rows, n, gain, gain).kept;
  auto const gradients = [&](int threads) {
    sp::set_threads(threads);
    std::vector<float> g(std::size_t(2 * n));
    sp::cpu::layer_norm_backward_parameters({}, x.data(), dy.data(), rows, n, kept.data(), g.data(), g.data() + n);
    return g;
  };
  auto const one = gradients(1);
  CHECK(gradients(2) == one);
  CHECK(gradients(3) == one);
  sp::set_threads(1);
}
