// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/train/clip.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <vector>

namespace {

template <class T>
sp::clipped_norm clip(std::vector<T> const& gradient, double maximum, double scale = 1) {
  return sp::clip_global_norm(std::span<T const>(gradient), maximum, scale);
}

} // namespace

TEST_CASE("a gradient that is too long is scaled to the maximum, a short one is left") {
  std::vector<float> gradient(100, 0.f);
  gradient[3] = 3, gradient[99] = -4;
  CHECK(clip(gradient, 10).norm == 5);
  CHECK(clip(gradient, 10).scale == 1);
  CHECK(clip(gradient, 5).scale == 1);
  CHECK(clip(gradient, 2.5).norm == 5);
  CHECK(clip(gradient, 2.5).scale == 0.5);
  CHECK(clip(gradient, std::numeric_limits<double>::infinity()).scale == 1);
}

TEST_CASE("a scale of the gradient counts in the norm and in the factor") {
  std::vector<double> const gradient{30, 40};
  CHECK(clip(gradient, 10, 0.1).norm == doctest::Approx(5));
  CHECK(clip(gradient, 10, 0.1).scale == 0.1);
  CHECK(clip(gradient, 2.5, 0.1).scale == doctest::Approx(0.05));
}

TEST_CASE("zeros, nothing, and large numbers have a norm") {
  CHECK(clip(std::vector<float>(8), 1).norm == 0);
  CHECK(clip(std::vector<float>(8), 1).scale == 1);
  CHECK(clip(std::vector<float>{}, 1).norm == 0);
  CHECK(clip(std::vector<float>(4, 3e38f), 1).norm == doctest::Approx(6e38)); // its square is no float
}

TEST_CASE("what is not finite is refused and named") {
  std::vector<float> gradient(1000, 1.f);
  gradient[700] = std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH_AS(clip(gradient, 1), "the gradient at position 700 of 1000 is inf", sp::number_error);
  gradient[17] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(clip(gradient, 1), "the gradient at position 17 of 1000 is nan", sp::number_error);
  CHECK_THROWS_AS(clip(std::vector<double>(4, 1e300), 1), sp::number_error);
}

TEST_CASE("a maximum that is not above 0 is refused") {
  std::vector<float> const gradient(3);
  CHECK_THROWS_WITH_AS(clip(gradient, 0), "clip_global_norm: the maximum is 0, but it must be above 0",
                       sp::usage_error);
  CHECK_THROWS_AS(clip(gradient, std::numeric_limits<double>::quiet_NaN()), sp::usage_error);
}
