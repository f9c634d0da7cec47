// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/nn/linear.hpp>
#include <shapeproof/ops/mean.hpp>
#include <shapeproof/train/optimizer.hpp>

#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace {

namespace reference {
#include "../reference/optimizers.inc"
}

constexpr std::size_t count = 7;
constexpr double varying_rates[] = {0.1, 0.2, 0.05, 0.1, 0.01};

template <class T>
std::vector<T> start() {
  std::vector<T> parameters;
  for (std::size_t i = 0; i < count; ++i) parameters.push_back(T(1 - 0.25 * static_cast<double>(i)));
  return parameters;
}

template <class T>
std::vector<T> gradient(int update) {
  std::vector<T> values;
  for (int i = 0; i < static_cast<int>(count); ++i) values.push_back(T((i + 1) * std::cos(3.0 * i + update)));
  return values;
}

template <class T, class Optimizer>
void follows(Optimizer optimizer, double const (&expected)[5][count], bool varying, double tolerance) {
  auto parameters = start<T>();
  for (int update = 1; update <= 5; ++update) {
    double const rate = varying ? varying_rates[update - 1] : 0.1;
    // Half of the gradient with a scale of two is the same.
    auto half = gradient<T>(update);
    for (auto& value : half) value /= 2;
    optimizer.step(parameters, half, rate, 2);
    for (std::size_t i = 0; i < count; ++i) {
      INFO("update " << update << ", parameter " << i);
      CHECK(std::fabs(static_cast<double>(parameters[i]) - expected[update - 1][i]) <= tolerance);
    }
  }
  CHECK(optimizer.updates == 5);
}

} // namespace

TEST_CASE("SGD gives PyTorch's parameters") {
  follows<double>(sp::sgd<double>{}, reference::sgd, true, 1e-14);
  follows<double>(sp::sgd<double>{.momentum = 0.9}, reference::sgd_momentum, true, 1e-14);
  follows<double>(sp::sgd<double>{.momentum = 0.9, .weight_decay = 0.05}, reference::sgd_everything, true, 1e-14);
  follows<float>(sp::sgd{.momentum = 0.9, .weight_decay = 0.05}, reference::sgd_everything, true, 2e-6);
}

TEST_CASE("Adam gives PyTorch's parameters") {
  follows<double>(sp::adam<double>{}, reference::adam, false, 1e-14);
  follows<double>(sp::adam<double>{.beta1 = 0.8, .beta2 = 0.98, .epsilon = 0.01}, reference::adam_options, true, 1e-14);
  follows<float>(sp::adam{.learning_rate = 0.1}, reference::adam, false, 2e-6);
}

TEST_CASE("AdamW gives PyTorch's parameters") {
  follows<double>(sp::adamw<double>{}, reference::adamw, false, 1e-14);
  sp::adamw<double> const options{.beta1 = 0.8, .beta2 = 0.98, .epsilon = 0.01, .weight_decay = 0.3};
  follows<double>(options, reference::adamw_options, true, 1e-14);
  follows<float>(sp::adamw{.weight_decay = 0.01}, reference::adamw, false, 2e-6);
}

TEST_CASE("an optimizer that continues from its saved state gives the same bits") {
  auto const continues = [](auto optimizer) {
    auto const fresh = optimizer;
    auto parameters = start<float>();
    for (int update = 1; update <= 3; ++update) optimizer.step(parameters, gradient<float>(update), 0.1);

    auto resumed = fresh;
    resumed.prepare(count);
    resumed.updates = optimizer.updates;
    std::vector<std::pair<std::string, std::vector<float>>> saved;
    optimizer.for_each_state([&](char const* name, std::span<float> numbers) {
      saved.emplace_back(name, std::vector<float>(numbers.begin(), numbers.end()));
    });
    CHECK_FALSE(saved.empty());
    resumed.for_each_state([&, next = 0u](char const* name, std::span<float> numbers) mutable {
      CHECK(saved[next].first == name);
      CHECK(numbers.size() == count);
      std::copy(saved[next].second.begin(), saved[next].second.end(), numbers.begin());
      ++next;
    });
    auto resumed_parameters = parameters;
    for (int update = 4; update <= 6; ++update) {
      optimizer.step(parameters, gradient<float>(update), 0.1);
      resumed.step(resumed_parameters, gradient<float>(update), 0.1);
    }
    CHECK(parameters == resumed_parameters);
  };
  continues(sp::sgd{.momentum = 0.9});
  continues(sp::adam{});
  continues(sp::adamw{});
}

TEST_CASE("a step without a rate takes that of the options") {
  auto with = start<float>(), without = with;
  sp::sgd first{.learning_rate = 0.25}, second{.learning_rate = 0.25};
  first.step(with, gradient<float>(1), 0.25);
  second.step(without, gradient<float>(1));
  CHECK(with == without);

  struct {
    std::vector<float> numbers = start<float>();
    std::span<float> flat() { return numbers; }
  } model;
  sp::sgd third{.learning_rate = 0.25};
  third.step(model, gradient<float>(1));
  CHECK(model.numbers == with);
}

struct Batch : sp::axis<> {};
struct In : sp::axis<3> {};
struct Between : sp::axis<20> {};
struct Out : sp::axis<2> {};
using bottom = sp::linear<In, Between>;
using top = sp::linear<Between, Out>;
struct network {
  BOOST_HANA_DEFINE_STRUCT(network, (bottom, first), (top, second));
};

TEST_CASE("a gradient steps the parameters that it is of, a whole model's or a part's, and no others") {
  sp::model<network> model(1), another(1);
  auto const x = sp::tensor<float, Batch, In>::of({{1, 2, 3}});
  sp::tape whole{model}, part{model.second};
  whole.backward(sp::mean(model.second(model.first(whole(x)))));
  part.backward(sp::mean(model.second(model.first(part(x)))));
  sp::sgd optimizer{.learning_rate = 0.25};

  auto const text = "sgd: this is the gradient of another model's parameters, or of another part's";
  CHECK_THROWS_WITH_AS(optimizer.step(another, whole.gradient()), text, sp::usage_error);
  CHECK_THROWS_WITH_AS(optimizer.step(model, part.gradient()), text, sp::usage_error);
  CHECK_THROWS_WITH_AS(optimizer.step(model.first, part.gradient()), text, sp::usage_error);
  CHECK(std::ranges::equal(model.flat(), another.flat()));

  optimizer.step(model.second, part.gradient());
  CHECK(std::ranges::equal(model.first.weight.unnamed(), another.first.weight.unnamed()));
  CHECK(model.second.bias.unnamed()[1] == -0.125f);
  std::span<float const> const numbers = whole.gradient(); // which are anybody's
  optimizer.step(another, numbers);
  CHECK(another.second.bias.unnamed()[1] == -0.125f);
}

TEST_CASE("bad options and sizes are refused before anything changes") {
  auto parameters = start<float>();
  auto const before = parameters;
  auto const slope = gradient<float>(1);
  double const nan = std::numeric_limits<double>::quiet_NaN();
  auto const refusal = [&](auto optimizer, double rate = 0.1) {
    return sp::test::message_of<sp::usage_error>([&] { optimizer.step(parameters, slope, rate); });
  };
  CHECK(refusal(sp::sgd{}, -1) == "sgd: learning_rate is -1, but it must be finite and at least 0");
  CHECK(refusal(sp::sgd{.momentum = 1}) == "sgd: momentum is 1, but it must be at least 0 and below 1");
  CHECK(refusal(sp::sgd{.weight_decay = -0.5}) == "sgd: weight_decay is -0.5, but it must be finite and at least 0");
  CHECK(refusal(sp::adam{}, nan) == "adam: learning_rate is nan, but it must be finite and at least 0");
  CHECK(refusal(sp::adam{.beta1 = nan}) == "adam: beta1 is nan, but it must be at least 0 and below 1");
  CHECK(refusal(sp::adam{.epsilon = 0}) == "adam: epsilon is 0, but it must be finite and above 0");
  CHECK(refusal(sp::adamw{.beta2 = 1.5}) == "adamw: beta2 is 1.5, but it must be at least 0 and below 1");
  CHECK(refusal(sp::adamw{.weight_decay = nan}) == "adamw: weight_decay is nan, but it must be finite and at least 0");

  sp::adam adam;
  std::vector<float> const short_gradient(6);
  CHECK_THROWS_WITH_AS(adam.step(parameters, short_gradient), "adam: 7 parameters, but a gradient of 6 numbers",
                       sp::extent_error);
  CHECK(adam.updates == 0);
  adam.prepare(5);
  CHECK_THROWS_WITH_AS(adam.step(parameters, slope), "adam: 7 parameters, but a state of 5 numbers", sp::extent_error);
  CHECK(adam.updates == 0);
  CHECK(parameters == before);
}
