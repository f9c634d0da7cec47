// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <limits>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/slice.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Part : sp::axis<> {};
struct Width : sp::axis<5> {};
struct Two : sp::axis<2> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
X counted(X x, double value = 0) {
  for (auto& one : x.unnamed()) one = value += 1;
  return x;
}
} // namespace

TEST_CASE("a slice is a run of positions, along the last axis and before others") {
  auto const x = counted(sp::tensor<double, Time, Width>(Time{3}));
  CHECK(gradient_check::values_of(sp::slice<Width, Two>(x, 1, Two{})) == std::vector<double>{2, 3, 7, 8, 12, 13});
  CHECK(gradient_check::values_of(sp::slice<Width, Two, 3>(x)) == std::vector<double>{4, 5, 9, 10, 14, 15});
  CHECK(gradient_check::values_of(sp::slice<Time, Part>(x, 1, Part{1})) == std::vector<double>{6, 7, 8, 9, 10});
  CHECK(sp::slice<Time, Part>(x, 0, Part{3}).size() == 15);
  CHECK(sp::slice<Time, Part>(x, 3, Part{0}).size() == 0);
}

TEST_CASE("what does not fit is refused by name, also where sums would overflow") {
  auto const x = counted(sp::tensor<double, Time, Width>(Time{3}));
  CHECK_THROWS_WITH_AS((sp::slice<Time, Part>(x, 2, Part{2})),
                       "slice: 2 positions from 2 on are not all below the extent 3 of Time", sp::extent_error);
  CHECK_THROWS_AS((sp::slice<Time, Part>(x, -1, Part{2})), sp::extent_error);
  CHECK_THROWS_AS((sp::slice<Time, Part>(x, std::numeric_limits<sp::extent_t>::max(), Part{2})), sp::extent_error);
  CHECK_THROWS_AS((sp::slice<Time, Two, 2>(x)), sp::extent_error);
}

TEST_CASE("ids keep their bound") {
  struct Word : sp::axis<> {};
  auto const ids = sp::check_index<Word>(sp::tensor<int, Time>::of({3, 1, 2}, Time{3}), Word{4});
  auto const y = sp::slice<Time, Part>(ids, 1, Part{2});
  CHECK(sp::detail::access::of(y).bound == 4);
  CHECK(y(sp::unchecked_index<Part>(1)).value() == 2);
}

TEST_CASE("gradients: zero outside, overlapping slices add up, lengths stay") {
  auto const x = counted(sp::tensor<double, Time, Width, Batch>(Time{3}, Batch{2}));
  check_gradient([](auto&, auto const& a) { return sp::slice<Width, Two>(a, 2, Two{}); }, x);
  check_gradient([](auto&, auto const& a) { return sp::slice<Time, Part>(a, 1, Part{2}); }, x);
  check_gradient([](auto&, auto const& a) { return sp::slice<Time, Part>(a, 1, Part{0}); }, x);
  auto const ragged = counted(sp::tensor<double, Letters, Batch, Width>(Letters{{2, 0, 3}}, Batch{3}));
  check_gradient([](auto&, auto const& a) { return sp::slice<Width, Two, 1>(a); }, ragged);
}
