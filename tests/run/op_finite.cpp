// SPDX-License-Identifier: BSL-1.0
#include <cmath>
#include <doctest/doctest.h>
#include <initializer_list>
#include <limits>
#include <shapeproof/ops/finite.hpp>

namespace {
struct Row : sp::axis<> {};
struct Width : sp::axis<3> {};
struct Letters : sp::ragged<Row> {};
} // namespace

TEST_CASE("the first that is not finite, wherever it lies") {
  for (float bad : {std::nanf(""), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()})
    for (std::size_t at : {0u, 1u, 1023u, 1024u, 2999u}) {
      sp::tensor<float, Row, Width> x(Row{1000});
      x.unnamed()[17] = std::numeric_limits<float>::max();
      x.unnamed()[18] = std::numeric_limits<float>::denorm_min();
      CHECK(sp::all_finite(x));
      CHECK(!sp::first_non_finite(x));
      x.unnamed()[at] = bad;
      x.unnamed()[2999] = bad;
      CHECK(!sp::all_finite(x));
      CHECK(sp::first_non_finite(x) == sp::extent_t(at));
      sp::tape t;
      CHECK(sp::first_non_finite(t(x)) == sp::extent_t(at));
    }
  CHECK(sp::all_finite(sp::tensor<double, Row>(Row{0})));
}

TEST_CASE("what is read is checked once, and the first number that is not finite is named") {
  auto const nan = std::nanf("");
  auto const good = sp::check_finite(sp::tensor<float, Row, Width>::of({{1, 2, 3}, {4, 5, 6}}));
  CHECK(good.unnamed()[5] == 6);
  CHECK_THROWS_WITH_AS(sp::check_finite(sp::tensor<float, Row, Width>::of({{1, 2, 3}, {4, nan, -INFINITY}})),
                       "the number at position 4 (Row 1, Width 1) is nan", sp::data_error);
  CHECK_THROWS_WITH_AS(sp::check_finite(sp::tensor<double>::of({-INFINITY})), "the number at position 0 () is -inf",
                       sp::data_error);
}

TEST_CASE("padding need not be finite where data enters") {
  auto const nan = std::nanf("");
  auto const rows = [](std::initializer_list<float> values) {
    return sp::tensor<float, Row, Letters>::of(values, Letters{{3, 1}});
  };
  CHECK(sp::check_finite(rows({1, 2, 3, 4, nan, nan})).size() == 6);
  CHECK_THROWS_WITH_AS(sp::check_finite(rows({1, nan, 3, 4, nan, nan})),
                       "the number at position 1 (Row 0, Letters 1) is nan", sp::data_error);
  CHECK_THROWS_AS(sp::check_finite(rows({1, 2, 3, nan, nan, nan})), sp::data_error);
}
