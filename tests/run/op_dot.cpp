// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "../support/gradient_check.hpp"
#include "shapeproof/core/random.hpp"
#include "shapeproof/ops/affine.hpp"
#include "shapeproof/ops/cast.hpp"
#include "shapeproof/ops/dot.hpp"
#include "shapeproof/ops/rename.hpp"
#include "shapeproof/ops/softmax.hpp"

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct In : sp::axis<7> {};
struct Out : sp::axis<> {};
struct Head : sp::axis<3> {};

template <class X>
X random(X x, std::uint64_t seed) {
  sp::random_sequence numbers(seed);
  for (auto& v : x.unnamed()) v = numbers.uniform(-1, 1);
  return x;
}
Letters const letters{{3, 1, 0, 4}};
Phones const phones{{2, 2, 1, 3}};
Batch const four{4};
auto const words = random(sp::tensor<double, Letters, Batch, In>(letters, four), 1);
auto const sounds = random(sp::tensor<double, Batch, Phones, In>(phones, four), 2);
auto const weight = random(sp::tensor<double, In, Out>(Out{5}), 3);
auto const bias = random(sp::tensor<double, Out>(Out{5}), 4);
} // namespace

TEST_CASE("the contracted axis is named, so the order of operands and axes cannot be wrong") {
  auto const y = sp::dot<In>(words, weight);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Letters, Batch, Out> const>);
  auto const z = sp::dot<In>(weight, words);
  static_assert(std::is_same_v<decltype(z), sp::tensor<double, Out, Letters, Batch> const>);
  for (auto t : letters)
    for (auto b : four)
      for (auto o : Out{5}) {
        double sum = 0;
        for (auto i : In{}) sum += words(t, b, i) * weight(i, o);
        CHECK(y(t, b, o) == doctest::Approx(sum));
        CHECK(z(t, b, o) == doctest::Approx(sum));
      }
}

TEST_CASE("other shared axes are batch axes") {
  auto const scores = sp::dot<In>(sounds, words);
  static_assert(std::is_same_v<decltype(scores), sp::tensor<double, Batch, Phones, Letters> const>);
  for (auto b : four)
    for (auto p : phones)
      for (auto t : letters) {
        double sum = 0;
        for (auto i : In{}) sum += sounds(b, p, i) * words(t, b, i);
        CHECK(scores(b, p, t) == doctest::Approx(sum));
      }
}

TEST_CASE("along a ragged axis only real positions count, whatever stands in the padding") {
  auto left = random(sp::tensor<double, Letters, Batch>(letters, four), 5);
  auto right = words;
  auto const before = sp::dot<Letters>(left, right);
  static_assert(std::is_same_v<decltype(before), sp::tensor<double, Batch, In> const>);
  for (auto b : four)
    for (auto t : letters)
      if (t.value() >= letters.lengths()[static_cast<std::size_t>(b.value())]) left(t, b) = 1e6;
  auto const after = sp::dot<Letters>(left, right);
  for (std::size_t i = 0; i < before.unnamed().size(); ++i) CHECK(before.unnamed()[i] == after.unnamed()[i]);
}

TEST_CASE("two axes at once") {
  auto const a = random(sp::tensor<double, Head, Batch, In>(four), 6);
  auto const b = random(sp::tensor<double, In, Head, Out>(Out{5}), 7);
  auto const y = sp::dot<Head, In>(a, b);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Batch, Out> const>);
  for (auto r : four)
    for (auto o : Out{5}) {
      double sum = 0;
      for (auto h : Head{})
        for (auto i : In{}) sum += a(h, r, i) * b(i, h, o);
      CHECK(y(r, o) == doctest::Approx(sum));
    }
}

TEST_CASE("weights that add up along an axis give the mean along it, with the gradient of both") {
  auto const scores = random(sp::tensor<double, Batch, Letters>(letters, four), 12);
  auto const y = sp::dot<Letters>(sp::softmax<Letters>(scores), words);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Batch, In> const>);
  auto const plain = sp::dot<Letters>(sp::cast<double>(sp::softmax<Letters>(scores)), words);
  for (std::size_t i = 0; i < y.unnamed().size(); ++i) CHECK(y.unnamed()[i] == plain.unnamed()[i]);
  check_gradient([](auto&, auto const& s, auto const& x) { return sp::dot<Letters>(sp::softmax<Letters>(s), x); },
                 scores, words);
  check_gradient([](auto&, auto const& s, auto const& w) { return sp::dot<In>(sp::softmax<In>(s), w); }, words, weight);
}

TEST_CASE("gradients of products") {
  check_gradient([](auto&, auto const& x, auto const& w) { return sp::dot<In>(x, w); }, words, weight);
  check_gradient([](auto&, auto const& x, auto const& w) { return sp::dot<In>(w, x); }, words, weight);
  check_gradient([](auto&, auto const& x, auto const& q) { return sp::dot<In>(q, x); }, words, sounds);
  check_gradient([](auto&, auto const& x) { return sp::dot<In>(x, sp::rename<Batch, Out>(x)); },
                 random(sp::tensor<double, Batch, In>(four), 8));
  check_gradient([](auto&, auto const& l, auto const& x) { return sp::dot<Letters>(l, x); },
                 random(sp::tensor<double, Letters, Batch>(letters, four), 9), words);
  check_gradient([](auto&, auto const& x, auto const& w, auto const& b) { return sp::affine(x, w, b); }, words, weight,
                 bias);
  check_gradient([](auto&, auto const& x, auto const& w, auto const& b) { return sp::affine(x, w, b); },
                 random(sp::tensor<double, In, Batch>(four), 10), weight, bias);
}

TEST_CASE("an affine map puts the outputs where the inputs were") {
  auto const x = random(sp::tensor<double, In, Batch>(four), 11);
  auto const y = sp::affine(x, weight, bias);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Out, Batch> const>);
  for (auto b : four)
    for (auto o : Out{5}) {
      double sum = bias(o);
      for (auto i : In{}) sum += x(i, b) * weight(i, o);
      CHECK(y(o, b) == doctest::Approx(sum));
    }
}

TEST_CASE("extents are compared before any work") {
  sp::tensor<float, Batch, Out> a(Batch{2}, Out{3});
  sp::tensor<float, Out, Head> b(Out{4});
  CHECK_THROWS_WITH_AS(sp::dot<Out>(a, b), "dot: the extents of Out differ: 3 and 4", sp::extent_error);
}
