// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <cmath>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/binary_cross_entropy.hpp>
#include <shapeproof/ops/binary_negative_log_likelihood.hpp>
#include <shapeproof/ops/permute.hpp>
#include <shapeproof/ops/sigmoid.hpp>

namespace {
#include "../reference/losses.inc"

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<5> {};
using given = sp::prefix<Phones>;
using wanted = sp::target<Phones>;

// The numbers of losses.py.
Batch const batch{3};
auto const scores = [] {
  sp::tensor<double, given, Batch, Phone> x(given{{2, 0, 3}}, batch);
  int i = 0;
  for (auto& value : x.unnamed()) value = 3 * std::sin(1.7 * ++i);
  return x;
}();
auto const labels = [] {
  sp::tensor<bool, wanted, Batch, Phone> x(wanted{{2, 0, 3}}, batch);
  int i = 0;
  for (auto& value : x.unnamed()) {
    value = 7 * (i / 5) % 5 < i % 5;
    ++i;
  }
  return x;
}();
} // namespace

TEST_CASE("the loss and its gradient are PyTorch's over the real positions") {
  sp::tape t;
  auto const x = t.watch(scores);
  auto const loss = sp::binary_cross_entropy(x, labels);
  CHECK(std::abs(loss.value() - binary_cross_entropy[0]) < 1e-14);
  t.backward(loss);
  auto const gradient = gradient_check::values_of(t.gradient_of(x));
  for (std::size_t i = 0; i < gradient.size(); ++i)
    CHECK(std::abs(gradient[i] - binary_cross_entropy_gradient[i]) < 1e-15);
  auto const turned = sp::permute<Phone, wanted, Batch>(labels);
  CHECK(sp::binary_cross_entropy(scores, turned).value() == loss.value());
  CHECK(std::abs(sp::binary_negative_log_likelihood(sp::sigmoid(scores), turned).value() - loss.value()) < 1e-14);
}

TEST_CASE("gradients against central differences") {
  check_gradient([](auto& on, auto const& x) { return sp::binary_cross_entropy(x, on(labels)); }, scores);
  auto likelihood = [](auto& on, auto const& p) { return sp::binary_negative_log_likelihood(p, on(labels)); };
  check_gradient(likelihood, sp::sigmoid(scores));
  check_gradient([](auto& on, auto const& x) { return sp::binary_negative_log_likelihood(sp::sigmoid(x), on(labels)); },
                 scores);
}

TEST_CASE("scores of any size, and impossible probabilities, give finite losses") {
  auto const big = sp::tensor<float, Batch>::of({1e30f, -1e30f, 100}, batch);
  auto const flags = sp::tensor<bool, Batch>::of({true, false, true}, batch);
  CHECK(sp::binary_cross_entropy(big, flags).value() < 1e-30f);
  auto const p = sp::assume_probability(sp::tensor<double, Batch>::of({0, 1, 1}, batch));
  CHECK(sp::binary_negative_log_likelihood(p, flags).value() == doctest::Approx(-2 * std::log(1e-12) / 3));
}

TEST_CASE("nothing real has no mean; other extents are named") {
  sp::tensor<double, given, Batch> const nothing(given{{{0, 0}, 2}}, Batch{2});
  sp::tensor<bool, wanted, Batch> const none(wanted{{{0, 0}, 2}}, Batch{2});
  CHECK_THROWS_AS(sp::binary_cross_entropy(nothing, none), sp::data_error);
  CHECK_THROWS_AS(sp::binary_negative_log_likelihood(sp::sigmoid(nothing), none), sp::data_error);
  sp::tensor<bool, Batch> const two(Batch{2});
  CHECK_THROWS_AS(sp::binary_cross_entropy(sp::tensor<double, Batch>(batch), two), sp::extent_error);
}
