// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <limits>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/sequence_mask.hpp>
#include <shapeproof/ops/where.hpp>

namespace {
struct A : sp::axis<2> {};
struct B : sp::axis<> {};
struct C : sp::axis<3> {};
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
X counted(X x, double value = 0) {
  for (auto& one : x.unnamed()) one = value += 1;
  return x;
}
template <class X>
X flags(X x) {
  int i = 0;
  for (auto& one : x.unnamed()) one = (++i * 7) % 5 < 2;
  return x;
}
template <class M>
void check_mask(M const& m) {
  auto const a = counted(sp::tensor<double, A, B, C>(B{4}));
  auto const b = counted(sp::tensor<double, A, B, C>(B{4}), 100);
  auto const y = sp::where(m, a, b);
  auto const z = sp::mask(a, m, -7);
  for (auto i : a.extent<A>())
    for (auto j : a.extent<B>())
      for (auto k : a.extent<C>()) {
        bool const on = [&]<class... X>(sp::axes<X...>) {
          [[maybe_unused]] auto pick = [&]<class V>(sp::detail::tag<V>) {
            if constexpr (std::is_same_v<V, A>)
              return i;
            else if constexpr (std::is_same_v<V, B>)
              return j;
            else
              return k;
          };
          return m(pick(sp::detail::tag<X>{})...);
        }(sp::axes_of<M>{});
        CHECK(y(i, j, k) == (on ? a(i, j, k) : b(i, j, k)));
        CHECK(z(i, j, k) == (on ? a(i, j, k) : -7));
      }
}
} // namespace

TEST_CASE("where and mask with every subset of the axes, in any order") {
  check_mask(flags(sp::tensor<bool, A, B, C>(B{4})));
  check_mask(flags(sp::tensor<bool, C, A, B>(B{4})));
  check_mask(flags(sp::tensor<bool, A, B>(B{4})));
  check_mask(flags(sp::tensor<bool, B, A>(B{4})));
  check_mask(flags(sp::tensor<bool, A, C>(A{})));
  check_mask(flags(sp::tensor<bool, C, A>(A{})));
  check_mask(flags(sp::tensor<bool, C, B>(B{4})));
  check_mask(flags(sp::tensor<bool, B, C>(B{4})));
  check_mask(flags(sp::tensor<bool, A>(A{})));
  check_mask(flags(sp::tensor<bool, B>(B{4})));
  check_mask(flags(sp::tensor<bool, C>(C{})));
  check_mask(sp::tensor<bool>::of({true}));
  check_mask(sp::tensor<bool>::of({false}));
}

TEST_CASE("axes of extent 1 and 0, and no axes at all") {
  auto const m = sp::tensor<bool, Time>::of({true}, Time{1});
  auto const x = sp::tensor<float, Batch, Time>::of({1, 2}, Batch{2}, Time{1});
  CHECK(sp::mask(x, m, 0)(sp::unchecked_index<Batch>(1), sp::unchecked_index<Time>(0)) == 2);
  CHECK(sp::mask(sp::tensor<float, Batch, Time>(Batch{0}, Time{1}), m, 0).size() == 0);
  auto const one = sp::tensor<float>::of({1}), two = sp::tensor<float>::of({2});
  CHECK(sp::where(sp::tensor<bool>::of({false}), one, two).value() == 2);
}

TEST_CASE("a mask of lengths keeps the real positions; extents are compared by name") {
  auto const x = counted(sp::tensor<double, Letters, Batch>(Letters{{2, 0, 1}}, Batch{3}));
  auto const y = sp::mask(x, sp::sequence_mask(x.extent<Letters>()), 0);
  CHECK(gradient_check::values_of(y) == std::vector<double>{1, 0, 3, 4, 0, 0});
  auto const other = sp::sequence_mask(Letters{{2, 1, 1}});
  CHECK_THROWS_WITH_AS(sp::mask(x, other, 0), "mask: the extents of Letters in row 1 differ: 0 and 1",
                       sp::extent_error);
  auto const a = sp::tensor<float, Batch>(Batch{2}), b = sp::tensor<float, Batch>(Batch{3});
  CHECK_THROWS_WITH_AS(sp::where(sp::tensor<bool, Batch>(Batch{2}), a, b),
                       "where: the extents of Batch differ: 2 and 3", sp::extent_error);
}

TEST_CASE("integers, flags and ids can be chosen; ids keep the larger bound") {
  struct Word : sp::axis<> {};
  auto const m = sp::tensor<bool, Batch>::of({true, false}, Batch{2});
  auto const a = sp::check_index<Word>(sp::tensor<int, Batch>::of({1, 2}, Batch{2}), Word{3});
  auto const b = sp::check_index<Word>(sp::tensor<int, Batch>::of({7, 8}, Batch{2}), Word{9});
  auto const y = sp::where(m, a, b);
  CHECK(sp::detail::access::of(y).bound == 9);
  CHECK(std::vector(y.unnamed().begin(), y.unnamed().end()) == std::vector{1, 8});
  CHECK(sp::mask(m, m, false)(sp::unchecked_index<Batch>(0)));
  CHECK(sp::mask(sp::tensor<int, Batch>::of({5, 6}, Batch{2}), m, -1)(sp::unchecked_index<Batch>(1)) == -1);
}

TEST_CASE("what is not chosen has no influence, not even NaN") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  auto const m = sp::tensor<bool, Batch>::of({true, false}, Batch{2});
  sp::tape t;
  auto const a = t.watch(sp::tensor<double, Batch>::of({1, nan}, Batch{2}));
  auto const b = t.watch(sp::tensor<double, Batch>::of({nan, 2}, Batch{2}));
  auto const y = sp::where(m, a, b);
  CHECK(gradient_check::values_of(y) == std::vector<double>{1, 2});
  t.backward(gradient_check::weighted_sum(y));
  CHECK(gradient_check::values_of(t.gradient_of(a)) == std::vector<double>{gradient_check::weight(0), 0});
  CHECK(gradient_check::values_of(t.gradient_of(b)) == std::vector<double>{0, gradient_check::weight(1)});
}

TEST_CASE("gradients") {
  auto const a = counted(sp::tensor<double, A, B, C>(B{2}));
  auto const b = counted(sp::tensor<double, A, B, C>(B{2}), 50);
  auto const along_b = sp::tensor<bool, B>::of({true, false}, B{2});
  auto const whole = flags(sp::tensor<bool, C, A, B>(B{2}));
  check_gradient([&](auto& on, auto const& x, auto const& y) { return sp::where(beside(on, along_b), x, y); }, a, b);
  check_gradient([&](auto& on, auto const& x, auto const& y) { return sp::where(on(whole), x, y); }, a, b);
  check_gradient([&](auto& on, auto const& x) { return sp::where(beside(on, whole), x, x); }, a);
  check_gradient([&](auto& on, auto const& x) { return sp::mask(x, beside(on, whole), 3); }, a);
  auto const ragged = counted(sp::tensor<double, Letters, Batch, A>(Letters{{2, 0, 3}}, Batch{3}));
  check_gradient(
      [&](auto& on, auto const& x) { return sp::mask(x, beside(on, sp::sequence_mask(Letters{{2, 0, 3}})), 0); },
      ragged);
}
