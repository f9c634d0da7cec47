// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "../support/gradient_check.hpp"
#include "shapeproof/core/random.hpp"
#include "shapeproof/ops/abs.hpp"
#include "shapeproof/ops/add.hpp"
#include "shapeproof/ops/divide.hpp"
#include "shapeproof/ops/exp.hpp"
#include "shapeproof/ops/log.hpp"
#include "shapeproof/ops/map.hpp"
#include "shapeproof/ops/multiply.hpp"
#include "shapeproof/ops/relu.hpp"
#include "shapeproof/ops/rename.hpp"
#include "shapeproof/ops/sigmoid.hpp"
#include "shapeproof/ops/sqrt.hpp"
#include "shapeproof/ops/square.hpp"
#include "shapeproof/ops/subtract.hpp"
#include "shapeproof/ops/tanh.hpp"

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Width : sp::axis<19> {};
struct Other : sp::axis<> {};

template <class X>
X random(X x, std::uint64_t seed, double low = -2, double high = 2) {
  sp::random_sequence numbers(seed);
  for (auto& v : x.unnamed()) v = numbers.uniform(low, high);
  return x;
}
Letters const letters{{3, 1, 0, 4}};
Batch const four{4};
using wide = sp::tensor<double, Letters, Batch, Width>;
} // namespace

TEST_CASE("axes are matched by name, in any order, and missing ones are repeated") {
  auto a = random(wide(letters, four), 1);
  auto b = random(sp::tensor<double, Width, Batch>(four), 2);
  auto const sum = a + b, product = b * a;
  static_assert(std::is_same_v<decltype(product), wide const>);
  for (auto t : a.extent<Letters>())
    for (auto r : a.extent<Batch>())
      for (auto w : Width{}) {
        if (t.value() >= letters.lengths()[static_cast<std::size_t>(r.value())]) continue;
        CHECK(sum(t, r, w) == a(t, r, w) + b(w, r));
        CHECK(product(t, r, w) == a(t, r, w) * b(w, r));
      }
}

TEST_CASE("padding is finite after a division by zero there") {
  auto const a = sp::tensor<double, Letters, Batch>(letters, four);
  auto const quotient = a / a;
  CHECK(quotient(sp::check_index<Letters>(3, letters), sp::check_index<Batch>(1, four)) == 0);
  CHECK(std::isnan(quotient(sp::check_index<Letters>(0, letters), sp::check_index<Batch>(1, four))));
}

TEST_CASE("gradients of arithmetic") {
  auto a = random(wide(letters, four), 3, 0.5, 2);
  auto b = random(sp::tensor<double, Width, Batch>(four), 4, 0.5, 2);
  auto c = random(sp::tensor<double, Width>(Width{}), 5);
  check_gradient([](auto&, auto const& x, auto const& y) { return x + y; }, a, b);
  check_gradient([](auto&, auto const& x, auto const& y) { return x - y; }, b, a);
  check_gradient([](auto&, auto const& x, auto const& y) { return x * y; }, a, c);
  check_gradient([](auto&, auto const& x, auto const& y) { return x / y; }, c, a);
  check_gradient([](auto&, auto const& x) { return x * x + x; }, a);
  check_gradient([](auto&, auto const& x) { return 2 * (1 - x) / 3 - x * 0.5 + 1 / x; }, a);
  check_gradient([](auto& on, auto const& x) { return x * on(wide(letters, four) + 3.); }, a);
}

TEST_CASE("gradients of functions of one operand") {
  auto a = random(wide(letters, four), 6, 0.1, 2);
  auto b = random(wide(letters, four), 7);
  check_gradient([](auto&, auto const& x) { return sp::exp(x); }, b);
  check_gradient([](auto&, auto const& x) { return sp::log(x); }, a);
  check_gradient([](auto&, auto const& x) { return sp::sqrt(x); }, a);
  check_gradient([](auto&, auto const& x) { return sp::square(x); }, b);
  check_gradient([](auto&, auto const& x) { return sp::abs(x); }, b);
  check_gradient([](auto&, auto const& x) { return sp::relu(x); }, b);
  check_gradient([](auto&, auto const& x) { return sp::tanh(x); }, b);
  check_gradient([](auto&, auto const& x) { return sp::sigmoid(x); }, b);
}

TEST_CASE("map fuses any function of several operands, with its gradient") {
  auto a = random(wide(letters, four), 8);
  auto b = random(sp::tensor<double, Batch>(four), 9);
  check_gradient(
      [](auto&, auto const& x, auto const& y) {
        return sp::map(
            [](auto u, auto v) { return u * tanh(v) + sigmoid(u) / (2 + exp(v)) - max(u, v) + where(u > 0.3, v, u); },
            x, y);
      },
      a, b);
}

TEST_CASE("functions of map at their edges") {
  auto const x = sp::tensor<double, Batch>::of({5, std::nan(""), 2, 0}, four);
  auto const y = sp::tensor<double, Batch>::of({std::nan(""), 5, 3, 7}, four);
  auto const greater = sp::map([](auto u, auto v) { return max(u, v); }, x, y);
  CHECK(std::isnan(greater.unnamed()[0]));
  CHECK(std::isnan(greater.unnamed()[1]));
  CHECK(greater.unnamed()[2] == 3);
  auto const chosen = sp::map([](auto u, auto v) { return where(u >= 2 && !(v == 3), 1, v); }, x, y);
  CHECK(chosen.unnamed()[0] == 1);
  CHECK(chosen.unnamed()[2] == 3);
  CHECK(sp::map([](auto u) { return pow(u, 3); }, x).unnamed()[0] == doctest::Approx(125));
  // sqrt(x) y at x = 0: the derivative by x is infinite, the one by y is 0.
  sp::tape tape;
  auto const a = tape.watch(x), b = tape.watch(y);
  tape.backward(gradient_check::weighted_sum(sp::map([](auto u, auto v) { return sqrt(u) * v; }, a, b)));
  CHECK(tape.gradient_of(b).unnamed()[3] == 0);
}

TEST_CASE("extents known only at run time are compared once, and named") {
  sp::tensor<float, Batch, Other> a(Batch{2}, Other{3}), b(Batch{2}, Other{4});
  CHECK_THROWS_WITH_AS(a + b, "add: the extents of Other differ: 3 and 4", sp::extent_error);
  sp::tensor<float, Letters, Batch> c(Letters{{2, 1}}, Batch{2}), d(Letters{{2, 2}}, Batch{2});
  CHECK_THROWS_WITH_AS(c * d, "multiply: the extents of Letters in row 1 differ: 1 and 2", sp::extent_error);
}

TEST_CASE("integers stay integers") {
  auto const a = sp::tensor<int, Batch>::of({7, -2}, Batch{2});
  auto const b = (a + a) * 3 - 1;
  static_assert(std::is_same_v<decltype(b), sp::tensor<int, Batch> const>);
  CHECK(b.unnamed()[0] == 41);
  CHECK(b.unnamed()[1] == -13);
}

TEST_CASE("an upstream gradient of zero stays zero through an infinite derivative") {
  sp::tape tape;
  auto x = tape.watch(sp::tensor<double, Batch>::of({0., 4.}, Batch{2}));
  auto keep = tape(sp::tensor<double, Batch>::of({0., 1.}, Batch{2}));
  tape.backward(gradient_check::weighted_sum(sp::sqrt(x) * keep));
  auto const gradient = tape.gradient_of(x);
  CHECK(gradient.unnamed()[0] == 0);
  CHECK(gradient.unnamed()[1] != 0);
}

namespace {
struct Node : sp::axis<2> {};
} // namespace

TEST_CASE("a square times itself under exchanged names: one gradient, reached in two orders") {
  auto const x = sp::tensor<double, sp::prev<Node>, Node>::of({{1.5, 2}, {-3, 4}});
  check_gradient(
      [](auto&, auto const& a) {
        auto const exchanged = sp::rename<sp::key<Node>, sp::prev<Node>>(
            sp::rename<sp::prev<Node>, Node>(sp::rename<Node, sp::key<Node>>(a)));
        return a * exchanged;
      },
      x);
}
