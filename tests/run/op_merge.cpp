// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/merge.hpp>
#include <shapeproof/ops/split.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Head : sp::axis<2> {};
struct Width : sp::axis<3> {};
struct Six : sp::axis<6> {};
struct Four : sp::axis<4> {};
struct Any : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
X counted(X x, double value = 0) {
  for (auto& one : x.unnamed()) one = value += 1;
  return x;
}
using sp::merged;
} // namespace

TEST_CASE("merge makes every pair of positions one, the second running fastest; split takes them apart") {
  auto const x = counted(sp::tensor<double, Batch, Head, Width, Time>(Batch{2}, Time{2}));
  auto const y = sp::merge<Head, Width>(x);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Batch, merged<Head, Width>, Time> const>);
  CHECK(gradient_check::values_of(y) == gradient_check::values_of(x));
  auto const back = sp::split<merged<Head, Width>, Head, Width>(y);
  static_assert(std::is_same_v<decltype(back), decltype(x)>);
  CHECK(sp::merge<Head, Width, Six>(x).extent<Six>().size() == 6);
  CHECK(sp::merge<Batch, Head, Any>(x).extent<Any>().size() == 4);
  CHECK(sp::merge<Batch, Head>(x).extent<merged<Batch, Head>>().size() == 4);
  auto const flat = sp::tensor<double, Batch, Time>(Batch{2}, Time{3});
  CHECK(sp::merge<Batch, Time, Time>(flat).extent<Time>().size() == 6);
  CHECK(sp::merge<Batch, Time, Batch>(flat).extent<Batch>().size() == 6);
  CHECK(sp::split<Time, Time, Batch>(sp::merge<Batch, Time, Time>(flat), Batch{3}).extent<Time>().size() == 2);
}

TEST_CASE("of two parts the unknown one is computed, or both are compared") {
  auto const x = counted(sp::tensor<double, Any>(Any{6}));
  CHECK(sp::split<Any, Batch, Width>(x).extent<Batch>().size() == 2);
  CHECK(sp::split<Any, Width, Batch>(x).extent<Batch>().size() == 2);
  CHECK(sp::split<Any, Batch, Time>(x, Time{6}).extent<Batch>().size() == 1);
  CHECK(sp::split<Any, Batch, Time>(x, Batch{3}).extent<Time>().size() == 2);
  CHECK(sp::split<Any, Batch, Time>(x, Time{3}, Batch{2}).extent<Time>().size() == 3);
  CHECK(sp::split<Any, Head, Width>(x).size() == 6);
  CHECK_THROWS_WITH_AS((sp::split<Any, Batch, Four>(x)),
                       "split: the 6 positions of Any are not 1 of Batch times 4 of Four", sp::extent_error);
  CHECK_THROWS_AS((sp::split<Any, Batch, Time>(x, Batch{0})), sp::extent_error);
  CHECK_THROWS_AS((sp::split<Any, Batch, Time>(x, Batch{3}, Time{3})), sp::extent_error);
  CHECK_THROWS_AS((sp::split<Any, Four, Head>(x)), sp::extent_error);
  CHECK_THROWS_WITH_AS((sp::merge<Batch, Time, Six>(sp::tensor<float, Batch, Time>(Batch{2}, Time{2}))),
                       "merge: the extents of Six differ: 6 and 4", sp::extent_error);
}

TEST_CASE("nothing is copied for a tensor that ends here, nor on a tape; ids keep their bound") {
  auto x = counted(sp::tensor<double, Batch, Width>(Batch{2}));
  auto const* storage = x.unnamed().data();
  CHECK(sp::split<Any, Batch, Width>(sp::merge<Batch, Width, Any>(std::move(x))).unnamed().data() == storage);
  struct Word : sp::axis<> {};
  auto const ids = sp::check_index<Word>(sp::tensor<int, Batch, Time>::of({3, 1}, Batch{1}, Time{2}), Word{5});
  CHECK(sp::detail::access::of(sp::merge<Batch, Time>(ids)).bound == 5);
  sp::tape t;
  auto const y = t.watch(counted(sp::tensor<double, Batch, Width>(Batch{2})));
  auto const used = t.bytes_used();
  auto const z = sp::merge<Batch, Width>(y);
  CHECK(t.bytes_used() == used);
  CHECK(sp::detail::access::of(z).p == sp::detail::access::of(y).p);
}

TEST_CASE("gradients, also beside a ragged axis") {
  auto const x = counted(sp::tensor<double, Batch, Head, Width>(Batch{2}));
  check_gradient([](auto&, auto const& a) { return sp::merge<Batch, Head>(a); }, x);
  check_gradient([](auto&, auto const& a) { return sp::split<Any, Four, Time>(sp::merge<Batch, Head, Any>(a)); }, x);
  auto const ragged = counted(sp::tensor<double, Letters, Batch, Head, Width>(Letters{{2, 0, 1}}, Batch{3}));
  check_gradient([](auto&, auto const& a) { return sp::merge<Head, Width>(a); }, ragged);
}
