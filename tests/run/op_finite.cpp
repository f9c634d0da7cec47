// SPDX-License-Identifier: BSL-1.0
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <shapeproof/ops/finite.hpp>

namespace {
struct Row : sp::axis<> {};
struct Width : sp::axis<3> {};
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
