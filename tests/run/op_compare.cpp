// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "shapeproof/core/check.hpp"
#include "shapeproof/ops/compare.hpp"

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Word : sp::axis<> {};
} // namespace

TEST_CASE("comparisons give masks over the larger operand's axes") {
  auto const x = sp::tensor<float, Batch, Time>::of({1, 5, 3, 2, 8, 3}, Batch{2}, Time{3});
  auto const limit = sp::tensor<float, Time>::of({1, 6, 3}, Time{3});
  auto const less = x < limit;
  static_assert(std::is_same_v<decltype(less), sp::tensor<bool, Batch, Time> const>);
  bool const expected[] = {false, true, false, false, false, false};
  for (std::size_t i = 0; i < 6; ++i) CHECK(less.unnamed()[i] == expected[i]);
  CHECK((x >= 5).unnamed()[4]);
  CHECK_FALSE((x >= 5).unnamed()[5]);
  CHECK((limit != 6).unnamed()[0]);
}

TEST_CASE("ids are compared for equality only") {
  auto const raw = sp::tensor<int, Batch>::of({1, 2, 1}, Batch{3});
  auto const a = sp::check_index<Word>(raw, Word{4});
  auto const same = a == a;
  CHECK(same.unnamed()[2]);
  auto const ones = a == sp::unchecked_index<Word>(1); // beside a single id
  static_assert(std::is_same_v<decltype(ones), sp::tensor<bool, Batch> const>);
  CHECK(ones.unnamed()[0]);
  CHECK_FALSE(ones.unnamed()[1]);
  CHECK((a != sp::unchecked_index<Word>(1)).unnamed()[1]);
  static_assert(sp::comparable<decltype(a), decltype(a)>);
  static_assert(!sp::orderable<decltype(a), decltype(a)>);
}

TEST_CASE("extents that differ are refused") {
  auto const a = sp::tensor<float, Time>::of({1, 6, 3}, Time{3});
  auto const b = sp::tensor<float, Time>::of({1, 6}, Time{2});
  CHECK_THROWS_WITH_AS(a < b, "compare: the extents of Time differ: 3 and 2", sp::extent_error);
}
