// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/gather.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Kept : sp::axis<> {};
struct Width : sp::axis<2> {};
struct Five : sp::axis<5> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
X counted(X x, double value = 0) {
  for (auto& one : x.unnamed()) one = value += 1;
  return x;
}
template <class A, class... B>
sp::tensor<sp::index<A>, B...> ids(std::initializer_list<int> raw, A extent, B... b) {
  return sp::check_index<A>(sp::tensor<int, B...>::of(raw, b...), extent);
}
} // namespace

TEST_CASE("gather puts the axes of the ids where the axis was") {
  auto const x = counted(sp::tensor<double, Width, Batch, Five>(Batch{3}));
  auto const which = ids<Batch, Kept>({2, 0, 2, 1}, Batch{3}, Kept{4});
  auto const y = sp::gather<Batch>(x, which);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Width, Kept, Five> const>);
  for (auto w : y.extent<Width>())
    for (auto k : y.extent<Kept>())
      for (auto f : y.extent<Five>()) CHECK(y(w, k, f) == x(w, which(k), f));
}

TEST_CASE("one id takes the axis away, and ids of two axes put two there") {
  auto const x = counted(sp::tensor<double, Batch, Width>(Batch{3}));
  auto const one = sp::gather<Batch>(x, ids<Batch>({1}, Batch{3}));
  static_assert(std::is_same_v<decltype(one), sp::tensor<double, Width> const>);
  CHECK(gradient_check::values_of(one) == std::vector<double>{3, 4});
  auto const two = sp::gather<Batch>(x, ids<Batch, Kept, Five>({0, 1, 2, 0, 1}, Batch{3}, Kept{1}, Five{}));
  CHECK(gradient_check::values_of(two) == std::vector<double>{1, 2, 3, 4, 5, 6, 1, 2, 3, 4});
}

TEST_CASE("rows of a batch are chosen together with their lengths, and the result owns them") {
  sp::tensor<double, Letters, Batch, Width> y;
  {
    auto const memory = counted(sp::tensor<double, Letters, Batch, Width>(Letters{{2, 0, 3}}, Batch{3}));
    auto const keep = ids<Batch, Batch>({2, 0}, Batch{3}, Batch{2});
    y = sp::gather<Batch>(memory, keep);
    for (auto t : y.extent<Letters>())
      for (auto b : y.extent<Batch>())
        for (auto w : y.extent<Width>()) CHECK(y(t, b, w) == memory(t, keep(b), w));
  }
  CHECK(y.extent<Batch>().size() == 2);
  CHECK(y.extent<Letters>().size() == 3);
  CHECK(std::vector(y.extent<Letters>().lengths().begin(), y.extent<Letters>().lengths().end()) == std::vector{3, 2});
  auto const none = sp::gather<Batch>(y, ids<Batch, Batch>({}, Batch{2}, Batch{0}));
  CHECK(none.size() == 0);
  CHECK(none.extent<Letters>().lengths().empty());
}

TEST_CASE("ids that were checked against more than is there are refused before the first read") {
  auto const x = counted(sp::tensor<double, Batch, Width>(Batch{3}));
  CHECK_THROWS_WITH_AS(sp::gather<Batch>(x, ids<Batch, Kept>({0}, Batch{4}, Kept{1})),
                       "gather: the ids were checked against an extent of 4, but Batch has 3", sp::extent_error);
  CHECK_NOTHROW(sp::gather<Batch>(x, ids<Batch, Kept>({0}, Batch{2}, Kept{1})));
}

TEST_CASE("ids of ids keep their own bound") {
  auto const words = ids<Kept, Batch>({7, 5, 3}, Kept{9}, Batch{3});
  auto const y = sp::gather<Batch>(words, ids<Batch, Five>({2, 2, 1, 0, 0}, Batch{3}, Five{}));
  CHECK(sp::detail::access::of(y).bound == 9);
  CHECK(y(sp::at<Five, 2>()).value() == 5);
}

TEST_CASE("gradients: repeated rows add up, rows nobody took get 0, rows with lengths, ids on the tape") {
  auto const x = counted(sp::tensor<double, Width, Batch, Five>(Batch{3}));
  auto const which = ids<Batch, Kept>({2, 0, 2}, Batch{3}, Kept{3});
  check_gradient([&](auto& on, auto const& a) { return sp::gather<Batch>(a, beside(on, which)); }, x);
  check_gradient([&](auto& on, auto const& a) { return sp::gather<Batch>(a, on(which)); }, x);
  auto const memory = counted(sp::tensor<double, Letters, Batch, Width>(Letters{{2, 0, 3, 1}}, Batch{4}));
  auto const keep = ids<Batch, Batch>({2, 1, 0}, Batch{4}, Batch{3});
  check_gradient([&](auto& on, auto const& a) { return sp::gather<Batch>(a, beside(on, keep)); }, memory);
  auto const order = sp::tensor<sp::index<Batch>, Batch>(keep);
  auto const transposed = counted(sp::tensor<double, Batch, Letters>(Batch{4}, Letters{{2, 0, 3, 1}}));
  check_gradient([&](auto& on, auto const& a) { return sp::gather<Batch>(a, beside(on, order)); }, transposed);
}
