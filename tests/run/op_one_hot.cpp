// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/one_hot.hpp>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Word : sp::axis<> {};
struct Digit : sp::axis<3> {};

template <class X>
std::vector<double> values(X const& x) {
  auto const look = sp::detail::access::of(x);
  return std::vector<double>(look.p, look.p + look.s.elements());
}
} // namespace

TEST_CASE("one_hot has 1 at the label, over the axis of the labels, with the extent they were checked against") {
  auto const words = sp::check_index<Word>(sp::tensor<int, Batch>::of({3, 0}, Batch{2}), Word{4});
  auto const x = sp::one_hot(words);
  static_assert(std::is_same_v<decltype(x), sp::tensor<float, Batch, Word> const>);
  CHECK(x.extent<Word>().size() == 4);
  CHECK(values(x) == std::vector<double>{0, 0, 0, 1, 1, 0, 0, 0});
  auto const digits = sp::check_index<Digit>(sp::tensor<int, Time, Batch>::of({2, 1}, Time{1}, Batch{2}));
  CHECK(values(sp::one_hot<double>(digits)) == std::vector<double>{0, 0, 1, 0, 1, 0});
  CHECK(values(sp::one_hot<bool>(digits)) == std::vector<double>{0, 0, 1, 0, 1, 0});
  CHECK(values(sp::one_hot<int>(sp::check_index<Digit>(sp::tensor<int>::of({1})))) == std::vector<double>{0, 1, 0});
  CHECK(sp::one_hot(sp::check_index<Word>(sp::tensor<int, Batch>(Batch{0}), Word{4})).size() == 0);
}

TEST_CASE("labels on a tape give a constant on the tape") {
  sp::tape t;
  auto const x = sp::one_hot(t(sp::check_index<Digit>(sp::tensor<int, Batch>::of({2}, Batch{1}))));
  static_assert(std::is_same_v<decltype(x), sp::taped<float, Batch, Digit> const>);
  CHECK(values(x) == std::vector<double>{0, 0, 1});
}
