// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/sequence_mask.hpp>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Head : sp::axis<2> {};
struct Time : sp::axis<> {};
struct Four : sp::axis<4> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
std::vector<int> values(X const& mask) {
  auto const look = sp::detail::access::of(mask);
  return std::vector<int>(look.p, look.p + look.s.elements());
}
} // namespace

TEST_CASE("a mask is true below each length, over the extent that the lengths were checked against") {
  auto const lengths = sp::check_length<Time>(sp::tensor<int, Batch>::of({2, 0, 3}, Batch{3}), Time{3});
  auto const mask = sp::sequence_mask(lengths);
  CHECK(mask.extent<Time>().size() == 3);
  CHECK(values(mask) == std::vector{1, 1, 0, 0, 0, 0, 1, 1, 1});
  auto const fixed = sp::sequence_mask(sp::check_length<Four>(sp::tensor<int, Batch, Head>::of({4, 1}, Batch{1})));
  CHECK(values(fixed) == std::vector{1, 1, 1, 1, 1, 0, 0, 0});
}

TEST_CASE("of a ragged axis, which keeps its lengths and its padded extent") {
  auto const x = sp::tensor<float, Letters, Batch>(Letters{{std::vector{1, 0, 2}, 3}}, Batch{3});
  auto const mask = sp::sequence_mask(x.extent<Letters>());
  static_assert(std::is_same_v<decltype(mask), sp::tensor<bool, Batch, Letters> const>);
  CHECK(values(mask) == std::vector{1, 0, 0, 0, 0, 0, 1, 1, 0});
  CHECK(mask.extent<Letters>().lengths()[2] == 2);
  sp::tape t;
  auto const on_tape = t(x);
  auto const same = sp::sequence_mask(on_tape.extent<Letters>());
  t.clear(); // the mask owns its lengths
  CHECK(same.extent<Letters>().lengths()[2] == 2);
  CHECK(values(same) == values(mask));
}

TEST_CASE("lengths on a tape give a mask on the tape") {
  sp::tape t;
  auto const mask = sp::sequence_mask(t(sp::check_length<Time>(sp::tensor<int, Batch>::of({1, 2}, Batch{2}), Time{2})));
  static_assert(std::is_same_v<decltype(mask), sp::taped<bool, Batch, Time> const>);
  CHECK(values(mask) == std::vector{1, 0, 1, 1});
}
