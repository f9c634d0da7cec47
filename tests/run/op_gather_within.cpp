// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/gather_within.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Best : sp::axis<2> {};
struct Letters : sp::ragged<Batch> {};
struct Layer : sp::axis<2> {};
struct Hidden : sp::axis<3> {};

template <class X>
X counted(X x) {
  double next = 0;
  for (auto& value : x.unnamed()) value = static_cast<std::remove_reference_t<decltype(value)>>(next++);
  return x;
}
auto choice(std::initializer_list<int> raw, int batch, int beam, int from) {
  return sp::check_index(sp::tensor<int, Batch, Beam>::of(raw, Batch{batch}, Beam{beam}), Beam{from});
}
} // namespace

TEST_CASE("each row of the batch chooses among its own positions") {
  auto const x = counted(sp::tensor<float, Batch, Beam, Hidden>(Batch{2}, Beam{2}));
  auto const y = sp::gather_within<Beam, Batch>(x, choice({1, 0, 1, 0, 0, 1}, 2, 3, 2));
  static_assert(std::is_same_v<decltype(y), sp::tensor<float, Batch, Beam, Hidden> const>);
  CHECK(y.extent<Beam>().size() == 3);
  float const expected[] = {3, 4, 5, 0, 1, 2, 3, 4, 5, 6, 7, 8, 6, 7, 8, 9, 10, 11};
  for (std::size_t i = 0; i < std::size(expected); ++i) CHECK(y.unnamed()[i] == expected[i]);
}

TEST_CASE("axes before the batch, another axis for the choice, ids and lengths of rows") {
  auto const x = counted(sp::tensor<double, Layer, Batch, Beam>(Batch{2}, Beam{3}));
  auto const best =
      sp::check_index(sp::tensor<int, Batch, Best>::of({2, 0, 1, 1}, Batch{2}), Beam{3}); // as top_k would give
  auto const y = sp::gather_within<Beam, Batch>(x, best);
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Layer, Batch, Best> const>);
  double const expected[] = {2, 0, 4, 4, 8, 6, 10, 10};
  for (std::size_t i = 0; i < std::size(expected); ++i) CHECK(y.unnamed()[i] == expected[i]);

  auto const ids = sp::gather_within<Beam, Batch>(choice({2, 0, 1, 0, 1, 2}, 2, 3, 3), best);
  CHECK(ids.unnamed()[0] == 1);
  CHECK(ids.unnamed()[3] == 1);

  auto const memory = counted(sp::tensor<float, Batch, Beam, Letters>(Batch{2}, Beam{1}, Letters{{1, 2}}));
  auto const kept = sp::gather_within<Beam, Batch>(memory, choice({0, 0, 0, 0}, 2, 2, 1));
  CHECK(kept.extent<Letters>().lengths()[1] == 2);
  CHECK(kept.unnamed()[7] == 3);
}

TEST_CASE("the gradient adds up what was chosen several times") {
  auto x = sp::tensor<double, Layer, Batch, Beam, Hidden>(Batch{2}, Beam{3});
  for (std::size_t i = 0; i < x.unnamed().size(); ++i) x.unnamed()[i] = std::sin(static_cast<double>(i));
  auto const ids = choice({2, 2, 0, 1, 1, 2, 0, 2}, 2, 4, 3);
  check_gradient([&](auto& on, auto const& one) { return sp::gather_within<Beam, Batch>(one, beside(on, ids)); }, x);
}

TEST_CASE("no row, and no choice") {
  auto const none = sp::tensor<float, Batch, Beam, Hidden>(Batch{0}, Beam{2});
  CHECK(sp::gather_within<Beam, Batch>(none, choice({}, 0, 3, 2)).size() == 0);
  auto const x = sp::tensor<float, Batch, Beam, Hidden>(Batch{2}, Beam{2});
  CHECK(sp::gather_within<Beam, Batch>(x, choice({}, 2, 0, 2)).size() == 0);
}

TEST_CASE("extents that do not fit are named") {
  auto const x = sp::tensor<float, Batch, Beam>(Batch{2}, Beam{2});
  CHECK_THROWS_WITH_AS((sp::gather_within<Beam, Batch>(x, choice({1, 1}, 2, 1, 3))),
                       "gather_within: the ids were checked against an extent of 3, but Beam has 2", sp::extent_error);
  CHECK_THROWS_WITH_AS((sp::gather_within<Beam, Batch>(x, choice({1, 1, 1}, 3, 1, 2))),
                       "gather_within: the extents of Batch differ: 2 and 3", sp::extent_error);
}
