// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <doctest/doctest.h>
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/rescale.hpp>

namespace {
struct Row : sp::axis<> {};
struct Column : sp::axis<3> {};
using pixels = sp::tensor<std::uint8_t, Row, Column>;

template <class X>
concept scaled = requires(X const& x) { sp::rescale(x); };
} // namespace

TEST_CASE("rescale brings bytes to 0 to 1, 255 to exactly 1") {
  auto const image = pixels::of({0, 255, 51, 128, 1, 254}, Row{2});
  auto const x = sp::rescale(image);
  static_assert(std::is_same_v<decltype(x), sp::tensor<sp::unit_interval<float>, Row, Column> const>);
  CHECK(x.unnamed()[0] == 0.0f);
  CHECK(x.unnamed()[1] == 1.0f);
  CHECK(x.unnamed()[2] == 0.2f);
  CHECK(x.unnamed()[4] == 1.0f / 255);
  CHECK(sp::cast<float>(x).unnamed()[3] == 128.0f / 255);
  CHECK(sp::rescale<double>(image).unnamed()[2] == 0.2);
  CHECK(sp::rescale(pixels(Row{0})).size() == 0);
  CHECK_THROWS_AS(sp::rescale(pixels()), sp::usage_error);
}

TEST_CASE("bytes on a tape give a constant on the tape") {
  sp::tape tape;
  auto const x = sp::rescale(tape(pixels::of({0, 255, 51}, Row{1})));
  static_assert(std::is_same_v<decltype(x), sp::taped<sp::unit_interval<float>, Row, Column> const>);
  CHECK(sp::detail::access::of(x).p[1] == 1.0f);
}

TEST_CASE("only bytes can be rescaled") {
  static_assert(sp::rescalable<pixels>);
  static_assert(!sp::rescalable<sp::tensor<float, Row>> && !sp::rescalable<sp::tensor<int, Row>>);
  static_assert(scaled<pixels> && !scaled<sp::tensor<float, Row>>);
}
