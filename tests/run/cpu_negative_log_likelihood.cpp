// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include <shapeproof/cpu/negative_log_likelihood.hpp>

TEST_CASE("negative log likelihood takes the label's probability, skips what is not real, and is finite at 0") {
  std::vector<double> p{0.5, 0.25, 0.25, 0.1, 0.2, 0.7, NAN, NAN, NAN, 1.0, 0.0, 0.0};
  std::vector<int> const labels{1, 2, 0, 1};
  std::vector<unsigned char> const real{1, 1, 0, 1};
  std::vector<double> losses(4, NAN);
  double mean = NAN;
  double const at_zero = 12 * std::log(10.0);
  sp::cpu::negative_log_likelihood(p.data(), labels.data(), real.data(), 4, 3, losses.data());
  sp::cpu::mean_loss(losses.data(), 4, 3, &mean);
  CHECK(mean == doctest::Approx((std::log(4.0) - std::log(0.7) + at_zero) / 3));
  CHECK(difference(losses, {std::log(4.0), -std::log(0.7), 0, at_zero}) < 1e-14);

  std::vector<double> d(12, NAN), expected{0, -2 / 0.25, 0, 0, 0, -2 / 0.7, 0, 0, 0, 0, -2e12, 0};
  double const dloss = 6;
  sp::cpu::negative_log_likelihood_backward(p.data(), labels.data(), real.data(), 4, 3, &dloss, 3, d.data(), false);
  CHECK(difference(d, expected) < 1e-14);
  std::vector<double> const dlosses{1, 2, 3, 4};
  for (std::size_t i = 0; i < 12; ++i) expected[i] *= 1 + dlosses[i / 3] / 2;
  sp::cpu::negative_log_likelihood_backward(p.data(), labels.data(), real.data(), 4, 3, dlosses.data(), d.data(), true);
  CHECK(difference(d, expected) < 1e-14);

  p.resize(6);
  std::vector<double> two(2), gradient(6);
  auto const slope = central_differences(p, [&] {
    sp::cpu::negative_log_likelihood(p.data(), labels.data(), nullptr, 2, 3, two.data());
    sp::cpu::mean_loss(two.data(), 2, 2, &mean);
    return 6 * mean;
  });
  sp::cpu::negative_log_likelihood_backward(p.data(), labels.data(), nullptr, 2, 3, &dloss, 2, gradient.data(), false);
  CHECK(difference(gradient, slope) < 1e-8);
}
