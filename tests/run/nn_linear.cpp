// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <algorithm>

#include "shapeproof/core/random.hpp"
#include "shapeproof/nn/linear.hpp"
#include "shapeproof/nn/linear_without_bias.hpp"
#include "shapeproof/ops/cast.hpp"
#include "shapeproof/ops/mean.hpp"
#include "shapeproof/ops/rescale.hpp"
#include "shapeproof/ops/square.hpp"
#include "shapeproof/tape/model.hpp"

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct In : sp::axis<3> {};
struct Out : sp::axis<> {};

struct both_layers {
  using with_bias = sp::linear<In, Out, double>;
  using without_bias = sp::linear_without_bias<In, Out, double>;
  BOOST_HANA_DEFINE_STRUCT(both_layers, (with_bias, with), (without_bias, without));
};
} // namespace

TEST_CASE("a linear layer replaces its axis in place, and starts with a bias of zero") {
  sp::model<both_layers> model(1, Out{2});
  for (double b : model.with.bias.unnamed()) CHECK(b == 0);
  sp::random_sequence random(2);
  for (double& b : model.with.bias.unnamed()) b = random.uniform(-1, 1);
  sp::tensor<double, Batch, In, Letters> x(Batch{2}, Letters{{1, 3}});
  for (double& v : x.unnamed()) v = random.uniform(-1, 1);
  auto const y = model.with(x);
  auto const z = model.without(x);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Batch, Out, Letters> const>);
  static_assert(std::is_same_v<decltype(z), sp::tensor<double, Batch, Out, Letters> const>);
  for (auto b : x.extent<Batch>())
    for (auto t : x.extent<Letters>())
      for (auto o : y.extent<Out>()) {
        double sum = 0, other = 0;
        for (auto i : In{}) {
          sum += x(b, i, t) * model.with.weight.unnamed()[static_cast<std::size_t>(2 * i.value() + o.value())];
          other += x(b, i, t) * model.without.weight.unnamed()[static_cast<std::size_t>(2 * i.value() + o.value())];
        }
        sum += model.with.bias.unnamed()[static_cast<std::size_t>(o.value())];
        if (t.value() < x.extent<Letters>().lengths()[static_cast<std::size_t>(b.value())]) {
          CHECK(y(b, o, t) == doctest::Approx(sum).epsilon(1e-14));
          CHECK(z(b, o, t) == doctest::Approx(other).epsilon(1e-14));
        }
      }
}

TEST_CASE("rescaled pixels are read as the numbers they are, and train") {
  sp::model<both_layers> const model(1, Out{2});
  auto const pixels = sp::rescale<double>(sp::tensor<std::uint8_t, Batch, In>::of({0, 255, 51, 102, 7, 9}, Batch{2}));
  auto const numbers = sp::cast<double>(pixels);
  auto const check = [&](auto const& layer) {
    CHECK(std::ranges::equal(layer(pixels).unnamed(), layer(numbers).unnamed()));
    sp::tape one{layer}, other{layer};
    one.backward(sp::mean(sp::square(layer(one(pixels)))));
    other.backward(sp::mean(sp::square(layer(other(numbers)))));
    CHECK(std::ranges::equal(one.gradient<double>(), other.gradient<double>()));
  };
  check(model.with);
  check(model.without);
}

TEST_CASE("both train") {
  sp::model<both_layers> const model(1, Out{2});
  sp::tensor<double, Batch, In> x(Batch{4});
  std::fill(x.unnamed().begin(), x.unnamed().end(), 0.5);
  // d mean(y^2) / d weight(i, o) = 2 y(o) x(i) / 2: y is the same in all rows, and there are 2 outputs.
  auto const check = [&](auto const& layer) {
    sp::tape tape{layer};
    tape.backward(sp::mean(sp::square(layer(tape(x)))));
    auto const y = layer(x);
    for (auto o : y.template extent<Out>())
      CHECK(tape.gradient<double>()[static_cast<std::size_t>(o.value())] ==
            doctest::Approx(0.5 * y(sp::check_index<Batch>(0, Batch{4}), o)).epsilon(1e-14));
  };
  check(model.with);
  check(model.without);
}
