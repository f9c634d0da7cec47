// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <shapeproof/ops/iota.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/stop_gradient.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Four : sp::axis<4> {};
} // namespace

TEST_CASE("stop_gradient: the same numbers, and no gradient through them") {
  auto const x = sp::tensor<double, Batch>::of({2, -3}, Batch{2});
  sp::tape t;
  auto const a = t.watch(x);
  auto const used = t.bytes_used();
  auto const c = sp::stop_gradient(a);
  CHECK(t.bytes_used() == used);
  CHECK(sp::detail::access::of(c).p == sp::detail::access::of(a).p);
  t.backward(gradient_check::weighted_sum(a * c));
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(t.gradient_of(a).unnamed()[i] == doctest::Approx(gradient_check::weight(i) * x.unnamed()[i]));
  t.clear();
  CHECK_THROWS_AS(sp::stop_gradient(a), sp::usage_error);
}

TEST_CASE("off tape it is the operand itself") {
  auto x = sp::tensor<double, Batch>::of({2, -3}, Batch{2});
  CHECK(&sp::stop_gradient(x) == &x);
  auto const* storage = x.unnamed().data();
  auto const y = sp::stop_gradient(std::move(x));
  CHECK(y.unnamed().data() == storage);
}

TEST_CASE("iota gives the positions of an axis as ids that carry its extent") {
  auto const x = sp::iota(Batch{3});
  static_assert(std::is_same_v<decltype(x), sp::tensor<sp::index<Batch>, Batch> const>);
  CHECK(std::vector(x.unnamed().begin(), x.unnamed().end()) == std::vector{0, 1, 2});
  CHECK(sp::detail::access::of(x).bound == 3);
  CHECK(sp::iota<Four>({}).size() == 4);
  CHECK(sp::iota(Batch{0}).size() == 0);
}
