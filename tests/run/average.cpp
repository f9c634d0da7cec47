// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/train/average.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

TEST_CASE("the average follows the parameters, quickly at first and then with its decay") {
  sp::moving_average<double> average{.decay = 0.75};
  std::vector<double> parameters{4, -2};
  average.update(parameters);
  CHECK(std::ranges::equal(average.average, parameters));
  double expected = 4;
  for (int n = 1; n < 40; ++n) {
    parameters[0] = n * n;
    average.update(parameters);
    double const decay = n < 26 ? (1.0 + n) / (10.0 + n) : 0.75; // equal at n = 26
    expected = decay * expected + (1 - decay) * parameters[0];
    CHECK(average.average[0] == doctest::Approx(expected).epsilon(1e-13));
    CHECK(average.average[1] == doctest::Approx(-2).epsilon(1e-13));
  }
}

TEST_CASE("for an evaluation average and parameters change places, and back, whatever happens") {
  sp::moving_average average{.decay = 0.5};
  std::vector<float> parameters{1, 2};
  average.update(parameters);
  parameters = {10, 20};
  try {
    auto const swapped = average.swapped_in(parameters);
    CHECK(parameters == std::vector<float>{1, 2});
    CHECK(std::ranges::equal(average.average, std::vector<float>{10, 20}));
    throw std::runtime_error("the evaluation failed");
  } catch (std::runtime_error const&) {
  }
  CHECK(parameters == std::vector<float>{10, 20});
  CHECK(std::ranges::equal(average.average, std::vector<float>{1, 2}));
}

TEST_CASE("before the first update the parameters stay") {
  sp::moving_average average;
  std::vector<float> parameters{1, 2};
  auto const swapped = average.swapped_in(parameters);
  CHECK(parameters == std::vector<float>{1, 2});
}

TEST_CASE("a decay out of range and another number of parameters are refused") {
  std::vector<float> parameters{1, 2}, more{1, 2, 3};
  sp::moving_average wrong{.decay = 1};
  CHECK_THROWS_WITH_AS(wrong.update(parameters), "moving_average: decay is 1, but it must be at least 0 and below 1",
                       sp::usage_error);
  sp::moving_average average;
  average.update(parameters);
  CHECK_THROWS_WITH_AS(average.update(more), "moving_average: 3 parameters, but an average of 2", sp::extent_error);
  CHECK_THROWS_AS((void)average.swapped_in(more), sp::extent_error);
  CHECK(average.updates == 1);
}
