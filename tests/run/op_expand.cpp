// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/expand.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Grey : sp::axis<1> {};
struct Colour : sp::axis<3> {};
struct Two : sp::axis<2> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
X counted(X x, double value = 0) {
  for (auto& one : x.unnamed()) one = value += 1;
  return x;
}
} // namespace

TEST_CASE("expand repeats everything along a new first axis") {
  auto const x = counted(sp::tensor<double, Two>(Two{}));
  auto const y = sp::expand<Time>(x, Time{3});
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Time, Two> const>);
  CHECK(gradient_check::values_of(y) == std::vector<double>{1, 2, 1, 2, 1, 2});
  CHECK(sp::expand<Time>(x, Time{0}).size() == 0);
  CHECK(sp::expand<Colour>(sp::tensor<float>::of({4}), Colour{}).size() == 3);
}

TEST_CASE("expand along a ragged axis takes its lengths, and they must fit the batch") {
  auto const x = sp::tensor<double, Batch>::of({1, 2}, Batch{2});
  sp::tensor<double, Letters, Batch> y;
  {
    Letters const letters{{2, 1}};
    y = sp::expand<Letters>(x, letters);
  }
  CHECK(y.extent<Letters>().lengths()[1] == 1);
  CHECK(gradient_check::values_of(y) == std::vector<double>{1, 2, 1, 2});
  CHECK_THROWS_WITH_AS(sp::expand<Letters>(x, Letters{{1, 1, 1}}),
                       "expand: Letters has lengths for 3 rows, but the extent of Batch is 2", sp::extent_error);
}

TEST_CASE("repeat turns an axis of one position into a longer one") {
  auto const grey = counted(sp::tensor<double, Batch, Grey, Two>(Batch{2}));
  auto const y = sp::repeat<Grey, Colour>(grey);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Batch, Colour, Two> const>);
  CHECK(gradient_check::values_of(y) == std::vector<double>{1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4});
  auto const one = counted(sp::tensor<double, Batch, Two>(Batch{1}));
  CHECK(sp::repeat<Batch, Time>(one, Time{4}).size() == 8);
  CHECK_THROWS_WITH_AS((sp::repeat<Batch, Time>(sp::tensor<float, Batch>(Batch{2}), Time{4})),
                       "repeat: the extent of Batch is 2, and only one position can be repeated", sp::extent_error);
}

TEST_CASE("ids keep their bound") {
  struct Word : sp::axis<> {};
  auto const id = sp::check_index<Word>(sp::tensor<int>::of({3}), Word{8});
  auto const start = sp::expand<Batch>(id, Batch{2});
  CHECK(sp::detail::access::of(start).bound == 8);
  CHECK(start(sp::unchecked_index<Batch>(1)).value() == 3);
}

TEST_CASE("the gradient is the sum over the repetitions") {
  check_gradient([](auto&, auto const& x) { return sp::expand<Time>(x, Time{3}); },
                 counted(sp::tensor<double, Batch, Two>(Batch{2})));
  check_gradient([](auto&, auto const& x) { return sp::expand<Time>(x, Time{0}); },
                 counted(sp::tensor<double, Two>(Two{})));
  check_gradient([](auto&, auto const& x) { return sp::expand<Letters>(x, Letters{{2, 0, 3}}); },
                 counted(sp::tensor<double, Batch, Two>(Batch{3})));
  check_gradient([](auto&, auto const& x) { return sp::repeat<Grey, Colour>(x); },
                 counted(sp::tensor<double, Batch, Grey, Two>(Batch{2})));
}
