// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/permute.hpp>

namespace {
struct A : sp::axis<> {};
struct B : sp::axis<3> {};
struct C : sp::axis<> {};
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
X counted(X x) {
  double value = 0;
  for (auto& one : x.unnamed()) one = static_cast<std::remove_reference_t<decltype(one)>>(value += 1);
  return x;
}
} // namespace

TEST_CASE("permute moves every element to where its coordinates say") {
  auto const x = counted(sp::tensor<double, A, B, C>(A{2}, C{5}));
  auto check = [&](auto const& y) {
    for (auto a : x.extent<A>())
      for (auto b : x.extent<B>())
        for (auto c : x.extent<C>()) CHECK(y(a, b, c) == x(a, b, c));
  };
  check(sp::permute<A, B, C>(x));
  check(sp::permute<A, C, B>(x));
  check(sp::permute<B, A, C>(x));
  check(sp::permute<B, C, A>(x));
  check(sp::permute<C, A, B>(x));
  check(sp::permute<C, B, A>(x));
}

TEST_CASE("elements of every size, empty axes, no axes, and the bound of ids") {
  struct Word : sp::axis<> {};
  auto const flags = sp::tensor<bool, A, B>::of({true, false, false, true, true, false}, A{2});
  CHECK(sp::permute<B, A>(flags)(sp::at<B, 0>(), sp::unchecked_index<A>(1)));
  auto const ids = sp::check_index<Word>(sp::tensor<int, A, B>::of({0, 1, 2, 3, 4, 5}, A{2}), Word{9});
  CHECK(sp::detail::access::of(sp::permute<B, A>(ids)).bound == 9);
  CHECK(sp::permute<C, A>(sp::tensor<float, A, C>(A{0}, C{4})).size() == 0);
  CHECK(sp::permute<>(sp::tensor<float>::of({2.5f})).value() == 2.5f);
}

TEST_CASE("the order that is there already costs nothing for a tensor that ends here") {
  auto x = sp::tensor<float, A, B>(A{2});
  auto const* storage = x.unnamed().data();
  CHECK(sp::permute<A, B>(std::move(x)).unnamed().data() == storage);
}

TEST_CASE("gradients, with lengths and without") {
  check_gradient([](auto&, auto const& x) { return sp::permute<C, A, B>(x); },
                 counted(sp::tensor<double, A, B, C>(A{2}, C{2})));
  check_gradient([](auto&, auto const& x) { return sp::permute<A, B>(x); }, counted(sp::tensor<double, A, B>(A{2})));
  auto const ragged = counted(sp::tensor<double, Letters, Batch, B>(Letters{{2, 0, 3}}, Batch{3}));
  check_gradient([](auto&, auto const& x) { return sp::permute<Batch, Letters, B>(x); }, ragged);
  CHECK(sp::permute<Batch, Letters, B>(ragged).extent<Letters>().lengths()[2] == 3);
}
