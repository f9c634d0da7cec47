// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/check.hpp>
#include <shapeproof/core/view.hpp>

#include <doctest/doctest.h>

#include <array>
#include <type_traits>

namespace {
struct Batch : sp::axis<> {};
struct Embed : sp::axis<2> {};
struct Letter : sp::axis<27> {};
struct Letters : sp::ragged<Batch> {};
} // namespace

TEST_CASE("a view looks at a tensor's own numbers") {
  auto x = sp::tensor<float, Batch, Embed>::of({1, 2, 3, 4}, Batch{2});
  sp::view const look(x);
  static_assert(std::is_same_v<decltype(look), sp::view<float, Batch, Embed> const>);
  CHECK(look.unnamed().data() == x.unnamed().data());
  x(sp::check_index(1, Batch{2}), sp::at<Embed, 0>()) = 7;
  CHECK(look(sp::at<Embed, 0>(), sp::check_index(1, Batch{2})) == 7);
  CHECK(look.size() == 4);
  CHECK(look.extent<Batch>().size() == 2);
  CHECK_THROWS_WITH_AS(look(sp::at<Embed, 0>(), sp::check_index(2, Batch{3})),
                       "position 2 is not below the extent 2 of Batch", sp::extent_error);
  CHECK_THROWS_AS((sp::view<float, Batch>(sp::tensor<float, Batch>() = {})), sp::usage_error);
}

TEST_CASE("a buffer of the caller's gets names, and must have as many numbers") {
  std::array<float, 6> numbers{1, 2, 3, 4, 5, 6};
  sp::view<float, Batch, Embed> const look(numbers, Batch{3});
  CHECK(look(sp::check_index(2, Batch{3}), sp::at<Embed, 1>()) == 6);
  CHECK_THROWS_WITH_AS((sp::view<float, Embed, Batch>(numbers, Batch{2})), "view: 6 values for 4 elements",
                       sp::extent_error);
  Letters const letters{{3, 1}};
  sp::view<float, Batch, Letters> const rows(numbers, letters, Batch{2});
  CHECK(rows.extent<Letters>().lengths()[1] == 1);
  CHECK_THROWS_WITH_AS((sp::view<float, Batch, Letters>(numbers, letters, Batch{3})),
                       "view: Letters has lengths for 2 rows, but the extent of Batch is 3", sp::extent_error);
}

TEST_CASE("checked elements keep their proof, and one number is a value") {
  auto const ids = sp::check_index<Letter>(sp::tensor<int, Batch>::of({5}, Batch{1}));
  sp::view const look(ids);
  static_assert(std::is_same_v<decltype(look(sp::check_index(0, Batch{1}))), sp::index<Letter>>);
  CHECK(look(sp::check_index(0, Batch{1})).value() == 5);
  auto const one = sp::tensor<double>::of({0.5});
  CHECK(sp::view(one).value() == 0.5);
}
