// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/check.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <type_traits>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Word : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
} // namespace

TEST_CASE("one id is tested once, also at compile time") {
  static_assert(sp::check_index<Letter>(26).value() == 26);
  static_assert(sp::at<Letter, 26>() == sp::check_index<Letter>(26));
  CHECK(sp::check_index(4, Word{5}).value() == 4);
  CHECK_THROWS_WITH_AS(sp::check_index<Letter>(27), "id 27 is not below the extent 27 of Letter", sp::data_error);
  CHECK_THROWS_WITH_AS(sp::check_index<Letter>(-1), "id -1 is not below the extent 27 of Letter", sp::data_error);
  CHECK_THROWS_WITH_AS(sp::check_index(0u, Word{0}), "id 0 is not below the extent 0 of Word", sp::data_error);
  CHECK_THROWS_WITH_AS(sp::check_index<Letter>(std::numeric_limits<std::uint64_t>::max()),
                       "id 18446744073709551615 is not below the extent 27 of Letter", sp::data_error);
  CHECK_THROWS_WITH_AS(sp::check_index(std::int64_t{1} << 31, Word{std::int64_t{1} << 32}),
                       "the number 2147483648 does not fit the 32 bits of an index or a length", sp::data_error);
}

TEST_CASE("one length is at most the extent") {
  static_assert(sp::check_length<Letter>(27).value() == 27);
  CHECK(sp::check_length(0, Word{0}).value() == 0);
  CHECK_THROWS_WITH_AS(sp::check_length<Letter>(28), "length 28 is not at most the extent 27 of Letter",
                       sp::data_error);
  CHECK_THROWS_AS(sp::check_length<Letter>(-1), sp::data_error);
}

TEST_CASE("ids of a tensor keep their axes; the error names value, position and axis") {
  auto const raw = sp::tensor<std::int64_t, Batch, Time>::of({0, 5, 26, 3, 27, 1}, Batch{2}, Time{3});
  CHECK_THROWS_WITH_AS(sp::check_index<Letter>(raw),
                       "id 27 at position 4 (Batch 1, Time 1) does not fit the extent 27 of Letter", sp::data_error);
  auto const ids = sp::check_index(raw, Word{28});
  static_assert(std::is_same_v<decltype(ids), sp::tensor<sp::index<Word>, Batch, Time> const>);
  CHECK(ids.unnamed()[4] == 27);
  CHECK_THROWS_WITH_AS(sp::check_index(sp::tensor<int>::of({-3}), Word{28}),
                       "id -3 at position 0 () does not fit the extent 28 of Word", sp::data_error);
  CHECK(sp::check_index<Letter>(sp::tensor<int, Batch>(Batch{0})).size() == 0);
}

TEST_CASE("at the padding of a ragged axis anything may stand, and what is no id becomes 0") {
  auto const numbers = [](std::initializer_list<int> values) {
    return sp::tensor<int, Batch, Letters>::of(values, Batch{2}, Letters{{3, 1}});
  };
  auto const ids = sp::check_index<Letter>(numbers({7, 1, 4, 26, 99, -1}));
  CHECK(std::ranges::equal(ids.unnamed(), std::initializer_list<int>{7, 1, 4, 26, 0, 0}));
  CHECK_THROWS_WITH_AS(sp::check_index<Letter>(numbers({7, -1, 4, 26, 99, -1})),
                       "id -1 at position 1 (Batch 0, Letters 1) does not fit the extent 27 of Letter", sp::data_error);
  auto const nothing = sp::tensor<int, Batch, Letters>::of({5}, Batch{1}, Letters{{std::vector{0}, 1}});
  CHECK_THROWS_AS(sp::check_index(nothing, Word{0}), sp::data_error); // there is no id that could stand there
}

TEST_CASE("lengths of a tensor") {
  auto const raw = sp::tensor<unsigned char, Batch>::of({0, 5, 6}, Batch{3});
  CHECK(sp::check_length(raw, Time{6}).unnamed()[2] == 6);
  CHECK_THROWS_WITH_AS(sp::check_length(raw, Time{5}),
                       "length 6 at position 2 (Batch 2) does not fit the extent 5 of Time", sp::data_error);
}

TEST_CASE("what was checked against a run-time extent carries it") {
  auto const raw = sp::tensor<int, Batch>::of({1, 2}, Batch{2});
  CHECK(sp::detail::bound_value<sp::index<Word>>(sp::detail::access::of(sp::check_index(raw, Word{9}))) == 9);
  auto ids = sp::check_index(raw, Word{9});
  auto const copy = ids;
  ids = sp::check_index(raw, Word{5});
  CHECK(sp::detail::bound_value<sp::index<Word>>(sp::detail::access::of(copy)) == 9);
  CHECK(sp::detail::bound_value<sp::index<Word>>(sp::detail::access::of(ids)) == 5);
  CHECK(sp::detail::bound_value<sp::index<Letter>>(sp::detail::access::of(sp::check_index<Letter>(raw))) == 27);
}

TEST_CASE("the doors that check nothing say so in their names") {
  CHECK(sp::unchecked_index<Letter>(1000).value() == 1000);
  CHECK(sp::assume_probability(0.5).value() == 0.5);
  auto const p = sp::assume_probability(sp::tensor<double, Batch>::of({0.25, 0.75}, Batch{2}));
  static_assert(std::is_same_v<decltype(p), sp::tensor<sp::probability<double>, Batch> const>);
  CHECK(p.unnamed()[1] == 0.75);
}
