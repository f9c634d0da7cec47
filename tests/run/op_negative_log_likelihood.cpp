// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <cmath>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/cross_entropy.hpp>
#include <shapeproof/ops/negative_log_likelihood.hpp>
#include <shapeproof/ops/softmax.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<5> {};
using given = sp::prefix<Phones>;
using wanted = sp::target<Phones>;

template <class X>
X scores_like(X x) {
  int i = 0;
  for (auto& value : x.unnamed()) value = std::sin(1.7 * ++i);
  return x;
}
template <class V = Phone, class X>
auto labels_like(X x, V classes = {}) {
  int i = 0;
  for (int& value : x.unnamed()) value = 7 * i++ % static_cast<int>(classes.size());
  return sp::check_index<V>(x, classes);
}
Batch const batch{3};
auto const scores = scores_like(sp::tensor<double, given, Batch, Phone>(given{{2, 0, 3}}, batch));
auto const labels = labels_like(sp::tensor<int, wanted, Batch>(wanted{{2, 0, 3}}, batch));
} // namespace

TEST_CASE("of what softmax and log_softmax give it is the cross entropy of the scores") {
  double const expected = sp::cross_entropy<Phone>(scores, labels).value();
  CHECK(std::abs(sp::negative_log_likelihood<Phone>(sp::softmax<Phone>(scores), labels).value() - expected) < 1e-14);
  CHECK(std::abs(sp::negative_log_likelihood<Phone>(sp::log_softmax<Phone>(scores), labels).value() - expected) <
        1e-14);
}

TEST_CASE("gradients against central differences, through the softmax and alone") {
  auto const turned = scores_like(sp::tensor<double, Phone, Batch, given>(batch, given{{2, 0, 3}}));
  auto through = [](auto& on, auto const& x) {
    return sp::negative_log_likelihood<Phone>(sp::softmax<Phone>(x), on(labels));
  };
  auto through_logarithms = [](auto& on, auto const& x) {
    return sp::negative_log_likelihood<Phone>(sp::log_softmax<Phone>(x), on(labels));
  };
  check_gradient(through, scores);
  check_gradient(through, turned);
  check_gradient(through_logarithms, scores);
  check_gradient(through_logarithms, turned);
  auto alone = [](auto& on, auto const& p) { return sp::negative_log_likelihood<Phone>(p, on(labels)); };
  check_gradient(alone, sp::softmax<Phone>(scores));
  check_gradient(alone, sp::log_softmax<Phone>(turned));
}

TEST_CASE("the classes may be the positions of a sequence: a pointer") {
  auto const pointers = scores_like(sp::tensor<double, Letters, Batch>(Letters{{2, 1, 3}}, batch));
  auto const places = sp::check_index<Letters>(sp::tensor<int, Batch>::of({1, 0, 2}, batch), Letters{{2, 1, 3}});
  auto loss = [&](auto& on, auto const& x) {
    return sp::negative_log_likelihood<Letters>(sp::softmax<Letters>(x), on(places));
  };
  check_gradient(loss, pointers);
}

TEST_CASE("a label of probability 0 costs what 1e-12 costs") {
  auto const p = sp::assume_probability(sp::tensor<double, Phone>::of({0, 1, 0, 0, 0}));
  auto const label = sp::check_index<Phone>(sp::tensor<int>::of({0}));
  CHECK(sp::negative_log_likelihood<Phone>(p, label).value() == doctest::Approx(-std::log(1e-12)));
}

TEST_CASE("nothing real has no mean; other extents are named") {
  sp::tensor<double, given, Batch, Phone> const nothing(given{{{0, 0}, 2}}, Batch{2});
  auto const none = labels_like(sp::tensor<int, wanted, Batch>(wanted{{{0, 0}, 2}}, Batch{2}));
  CHECK_THROWS_AS(sp::negative_log_likelihood<Phone>(sp::softmax<Phone>(nothing), none), sp::data_error);
  CHECK_THROWS_AS(sp::negative_log_likelihood<Phone>(sp::softmax<Phone>(scores), none), sp::extent_error);
}
