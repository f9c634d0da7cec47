// SPDX-License-Identifier: BSL-1.0
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>

#include "shapeproof/core/random_tensor.hpp"
#include "shapeproof/nn/layer_normalisation.hpp"
#include "shapeproof/ops/rescale.hpp"
#include "shapeproof/tape/model.hpp"

namespace {
struct Batch : sp::axis<> {};
struct Embed : sp::axis<50> {};
struct Pixel : sp::axis<4> {};
} // namespace

TEST_CASE("random tensors come from a seed") {
  sp::random_sequence first(7), second(7);
  auto const a = sp::random_normal<float, Batch, Embed>(first, 1, 2, Batch{200});
  auto const b = sp::random_normal<float, Batch, Embed>(second, 1, 2, Batch{200});
  static_assert(std::is_same_v<decltype(a), sp::tensor<float, Batch, Embed> const>);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < a.unnamed().size(); ++i) {
    CHECK(a.unnamed()[i] == b.unnamed()[i]);
    sum += static_cast<double>(a.unnamed()[i]);
    squares += std::pow(static_cast<double>(a.unnamed()[i]) - 1, 2);
  }
  CHECK(sum / 10000 == doctest::Approx(1).epsilon(0.1));
  CHECK(squares / 10000 == doctest::Approx(4).epsilon(0.1));
  auto const u = sp::random_uniform<double, Embed>(first, -3, -2);
  for (double x : u.unnamed()) {
    CHECK(x >= -3);
    CHECK(x <= -2);
  }
}

TEST_CASE("a layer of normalisation starts with gain 1 and offset 0") {
  sp::model<sp::layer_normalisation<Embed, double>> layer(1);
  sp::random_sequence random(3);
  auto const x = sp::random_normal<double, Batch, Embed>(random, 5, 3, Batch{4});
  auto const y = layer(x);
  for (auto b : Batch{4}) {
    double sum = 0, squares = 0;
    for (auto e : Embed{}) sum += y(b, e), squares += y(b, e) * y(b, e);
    CHECK(std::abs(sum) < 1e-9);
    CHECK(squares / 50 == doctest::Approx(1).epsilon(1e-4));
  }
}

TEST_CASE("pixels are scaled once") {
  auto const pixels = sp::tensor<std::uint8_t, Pixel>::of({0, 51, 128, 255}, Pixel{});
  auto const scaled = sp::rescale<double>(pixels);
  static_assert(std::is_same_v<decltype(scaled), sp::tensor<sp::unit_interval<double>, Pixel> const>);
  CHECK(scaled(sp::at<Pixel, 1>()).value() == doctest::Approx(0.2));
  CHECK(scaled(sp::at<Pixel, 3>()).value() == 1);
  static_assert(!sp::rescalable<decltype(scaled)>);
}
