// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/concat.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Forward : sp::axis<2> {};
struct Backward : sp::axis<3> {};
struct Five : sp::axis<5> {};
struct Old : sp::axis<> {};
struct New : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
X counted(X x, double value = 0) {
  for (auto& one : x.unnamed()) one = value += 1;
  return x;
}
} // namespace

TEST_CASE("concat puts two axes side by side, left first, behind, before and between others") {
  auto const a = counted(sp::tensor<double, Batch, Forward>(Batch{2}));
  auto const b = counted(sp::tensor<double, Batch, Backward>(Batch{2}), 10);
  auto const y = sp::concat(a, b);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Batch, sp::both<Forward, Backward>> const>);
  CHECK(gradient_check::values_of(y) == std::vector<double>{1, 2, 11, 12, 13, 3, 4, 14, 15, 16});
  CHECK(gradient_check::values_of(sp::concat<Five>(a, b)) == gradient_check::values_of(y));
  auto const first = sp::concat<New>(counted(sp::tensor<double, Old, Forward>(Old{1})),
                                     counted(sp::tensor<double, New, Forward>(New{2}), 10));
  CHECK(first.extent<New>().size() == 3);
  CHECK(gradient_check::values_of(first) == std::vector<double>{1, 2, 11, 12, 13, 14});
}

TEST_CASE("extents that must agree are compared once, by name") {
  auto const a = sp::tensor<float, Batch, Old>(Batch{2}, Old{2});
  auto const b = sp::tensor<float, Batch, New>(Batch{3}, New{2});
  CHECK_THROWS_WITH_AS(sp::concat(a, b), "concat: the extents of Batch differ: 2 and 3", sp::extent_error);
  auto const c = sp::tensor<float, Batch, New>(Batch{2}, New{4});
  CHECK_THROWS_WITH_AS(sp::concat<Five>(a, c), "concat: the extents of Five differ: 5 and 6", sp::extent_error);
  auto const x = sp::tensor<float, Batch, Letters, Old>(Batch{2}, Letters{{1, 2}}, Old{1});
  auto const y = sp::tensor<float, Batch, Letters, New>(Batch{2}, Letters{{2, 2}}, New{1});
  CHECK_THROWS_WITH_AS(sp::concat(x, y), "concat: the extents of Letters in row 0 differ: 1 and 2", sp::extent_error);
}

TEST_CASE("ids keep the larger bound of the two, empty operands add nothing") {
  struct Word : sp::axis<> {};
  auto const a = sp::check_index<Word>(sp::tensor<int, Old>::of({3, 1}, Old{2}), Word{4});
  auto const b = sp::check_index<Word>(sp::tensor<int, New>::of({6}, New{1}), Word{7});
  auto const y = sp::concat(a, b);
  CHECK(sp::detail::access::of(y).bound == 7);
  CHECK(std::vector(y.unnamed().begin(), y.unnamed().end()) == std::vector{3, 1, 6});
  CHECK(sp::concat(a, sp::check_index<Word>(sp::tensor<int, New>(New{0}), Word{7})).size() == 2);
}

TEST_CASE("gradients: both operands, lengths, and one value on both sides") {
  auto const both_sides = [](auto&, auto const& a, auto const& b) { return sp::concat(a, b); };
  check_gradient(both_sides, counted(sp::tensor<double, Batch, Forward, Five>(Batch{2})),
                 counted(sp::tensor<double, Batch, Backward, Five>(Batch{2})));
  check_gradient(both_sides, counted(sp::tensor<double, Letters, Batch, Forward>(Letters{{2, 0, 1}}, Batch{3})),
                 counted(sp::tensor<double, Letters, Batch, Backward>(Letters{{2, 0, 1}}, Batch{3})));
  sp::tape t;
  auto const x = t.watch(counted(sp::tensor<double, Old>(Old{2})));
  auto const twice = sp::concat(x, sp::detail::where("rename", x).alias<double>(x, sp::detail::shape<New>(New{2})));
  t.backward(gradient_check::weighted_sum(twice));
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(t.gradient_of(x).unnamed()[i] == doctest::Approx(gradient_check::weight(i) + gradient_check::weight(i + 2)));
}
