// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <array>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/stack.hpp>
#include <shapeproof/ops/unstack.hpp>
#include <span>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Two : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
X counted(X x, double value = 0) {
  for (auto& one : x.unnamed()) one = value += 1;
  return x;
}
using row = sp::tensor<double, Batch>;
row pair(double a, double b) { return row::of({a, b}, Batch{2}); }
} // namespace

TEST_CASE("stack puts operands one behind the other along a new first axis") {
  auto const y = sp::stack<Two>(pair(1, 2), pair(3, 4));
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Two, Batch> const>);
  CHECK(gradient_check::values_of(y) == std::vector<double>{1, 2, 3, 4});
  CHECK(sp::stack<Time>(pair(1, 2)).extent<Time>().size() == 1);
  std::vector const many = {pair(1, 2), pair(3, 4), pair(5, 6)};
  CHECK(gradient_check::values_of(sp::stack<Time>(many)) == std::vector<double>{1, 2, 3, 4, 5, 6});
  CHECK(sp::stack<Three>(std::span(many)).size() == 6);
  CHECK(sp::stack<Time>(std::array{pair(1, 2)}).size() == 2);
  CHECK(sp::stack<Two>(sp::tensor<float>::of({1}), sp::tensor<float>::of({2})).size() == 2);
}

TEST_CASE("along a ragged axis with its lengths, which the result owns") {
  sp::tensor<double, Letters, Batch> y;
  {
    Letters const letters{{2, 1}};
    y = sp::stack<Letters>(std::vector{pair(1, 2), pair(3, 4)}, letters);
  }
  CHECK(y.extent<Letters>().lengths()[1] == 1);
  CHECK(gradient_check::values_of(y) == std::vector<double>{1, 2, 3, 4});
  CHECK_THROWS_WITH_AS(sp::stack<Letters>(std::vector{pair(1, 2)}, Letters{{2, 1}}),
                       "stack: the extents of Letters differ: 2 and 1", sp::extent_error);
  CHECK_THROWS_AS(sp::stack<Letters>(std::vector{pair(1, 2)}, Letters{{1, 1, 1}}), sp::extent_error);
}

TEST_CASE("numbers and extents that do not fit are refused by name") {
  CHECK_THROWS_WITH_AS(sp::stack<Time>(std::vector<row>{}), "stack: there is nothing to stack along Time",
                       sp::extent_error);
  CHECK_THROWS_WITH_AS(sp::stack<Three>(std::vector{pair(1, 2)}), "stack: the extents of Three differ: 3 and 1",
                       sp::extent_error);
  CHECK_THROWS_WITH_AS(sp::stack<Two>(pair(1, 2), row(Batch{3})),
                       "stack: the extents of Batch differ: 2 and 3, at the positions 0 and 1", sp::extent_error);
}

TEST_CASE("unstack takes them apart again, along any axis") {
  auto const x = counted(sp::tensor<double, Batch, Two, Three>(Batch{2}));
  auto const parts = sp::unstack<Two>(x);
  static_assert(std::is_same_v<decltype(parts), std::vector<sp::tensor<double, Batch, Three>> const>);
  CHECK(parts.size() == 2);
  CHECK(gradient_check::values_of(parts[1]) == std::vector<double>{4, 5, 6, 10, 11, 12});
  CHECK(gradient_check::values_of(sp::stack<Batch>(sp::unstack<Batch>(x))) == gradient_check::values_of(x));
  CHECK(sp::unstack<Time>(sp::tensor<float, Time, Two>(Time{0})).empty());
}

TEST_CASE("ids keep the largest bound") {
  struct Word : sp::axis<> {};
  auto ids = [](int id, int n) { return sp::check_index<Word>(sp::tensor<int>::of({id}), Word{n}); };
  auto const y = sp::stack<Time>(ids(1, 2), ids(7, 9), ids(0, 4));
  CHECK(sp::detail::access::of(y).bound == 9);
  CHECK(sp::detail::access::of(sp::unstack<Time>(y)[2]).bound == 9);
}

TEST_CASE("gradients: stacks, vectors of taped values, one value twice, parts that nobody uses") {
  auto const a = counted(sp::tensor<double, Batch, Three>(Batch{2})), b = counted(a, 10);
  check_gradient(
      [](auto&, auto const& x, auto const& y) {
        return sp::stack<Three>(sp::unstack<Three>(x)[0], sp::unstack<Three>(y)[2], sp::unstack<Three>(x)[1]);
      },
      a, b);
  check_gradient([](auto&, auto const& x, auto const& y) { return sp::stack<Two>(x, y); }, a, b);
  check_gradient([](auto&, auto const& x) { return sp::stack<Time>(x, x, x); }, a);
  check_gradient([](auto&, auto const& x) { return sp::stack<Time>(sp::unstack<Three>(x)); }, a);
  check_gradient([](auto&, auto const& x) { return sp::unstack<Batch>(x)[1]; }, a);
  check_gradient([](auto&, auto const& x) { return sp::stack<Letters>(std::vector{x, x}, Letters{{2, 1}}); },
                 pair(1, 2));
  auto const ragged = counted(sp::tensor<double, Letters, Batch, Two>(Letters{{2, 0, 1}}, Batch{3}));
  check_gradient([](auto&, auto const& x) { return sp::stack<Two>(sp::unstack<Two>(x)); }, ragged);
}
