// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <limits>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/cast.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Four : sp::axis<4> {};

template <class T, class X>
std::vector<T> values(X const& x) {
  auto const look = sp::detail::access::of(x);
  return std::vector<T>(look.p, look.p + look.s.elements());
}
template <class T>
sp::tensor<T, Batch> row(std::initializer_list<T> x) {
  return sp::tensor<T, Batch>::of(x, Batch{x.size()});
}
} // namespace

TEST_CASE("cast converts between numbers: fractions are cut off, bool is not 0, floats round to nearest") {
  auto const x = sp::tensor<float, Four>::of({-2.75f, 0.0f, 0.5f, 3.0f});
  CHECK(values<int>(sp::cast<int>(x)) == std::vector{-2, 0, 0, 3});
  CHECK(values<bool>(sp::cast<bool>(x)) == std::vector{true, false, true, true});
  CHECK(values<double>(sp::cast<double>(x)) == std::vector{-2.75, 0.0, 0.5, 3.0});
  CHECK(values<float>(sp::cast<float>(row({1e-60, 1 + 0x1p-24, 0x1p200}))) ==
        std::vector{0.0f, 1.0f, std::numeric_limits<float>::infinity()});
  CHECK(values<float>(sp::cast<float>(row<bool>({true, false}))) == std::vector{1.0f, 0.0f});
  CHECK(values<std::uint8_t>(sp::cast<std::uint8_t>(row({0, 255}))) == std::vector<std::uint8_t>{0, 255});
  CHECK(values<float>(sp::cast<float>(row<std::int64_t>({(1 << 24) + 1}))) == std::vector{16777216.0f});
}

TEST_CASE("bf16 and half round once, to nearest even, also from double and from integers") {
  auto const x = row({1 + 0x1p-11 + 0x1p-40, 1 + 0x1p-11, 1e9}); // twice rounded, the first would be a tie
  CHECK(values<float>(sp::cast<float>(sp::cast<sp::half>(x))) ==
        std::vector{1 + 0x1p-10f, 1.0f, std::numeric_limits<float>::infinity()});
  CHECK(values<float>(sp::cast<float>(sp::cast<sp::bf16>(row({257, 258, 259})))) ==
        std::vector{256.0f, 258.0f, 260.0f});
  CHECK(values<int>(sp::cast<int>(sp::cast<sp::half>(row({-2.5f})))) == std::vector{-2});
  CHECK(values<bool>(sp::cast<bool>(sp::cast<sp::half>(row({0.0f, 1.0f})))) == std::vector{false, true});
}

TEST_CASE("a number that the integer has not is refused by value and position") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH_AS(sp::cast<int>(row({1.0, nan})), "cast: nan at position 1 (Batch 1) does not fit int",
                       sp::data_error);
  CHECK_THROWS_AS(sp::cast<int>(row({2147483648.0})), sp::data_error);
  CHECK(values<int>(sp::cast<int>(row({2147483647.9, -2147483648.9}))) ==
        std::vector{2147483647, std::numeric_limits<int>::min()});
  CHECK_THROWS_AS(sp::cast<int>(row({-2147483649.0})), sp::data_error);
  CHECK_THROWS_AS(sp::cast<int>(row({2147483648.0f})), sp::data_error);
  CHECK_THROWS_AS(sp::cast<std::int64_t>(row({0x1p63})), sp::data_error);
  CHECK(values<std::int64_t>(sp::cast<std::int64_t>(row({-0x1p63})))[0] == std::numeric_limits<std::int64_t>::min());
  CHECK_THROWS_AS(sp::cast<std::uint8_t>(row({-1})), sp::data_error);
  CHECK_THROWS_AS(sp::cast<std::uint8_t>(row({256})), sp::data_error);
  CHECK_THROWS_AS(sp::cast<std::int8_t>(row({-129})), sp::data_error);
  CHECK_THROWS_AS(sp::cast<unsigned>(row({-0x1p0f})), sp::data_error);
  CHECK(values<unsigned>(sp::cast<unsigned>(row({-0.5f}))) == std::vector{0u});
  CHECK_THROWS_AS(sp::cast<std::int64_t>(row<std::uint64_t>({1ull << 63})), sp::data_error);
  CHECK_THROWS_AS(sp::cast<std::uint64_t>(row<std::int64_t>({-1})), sp::data_error);
}

TEST_CASE("at padding anything may stand") {
  auto x = sp::tensor<float, Batch, Letters>(Batch{2}, Letters{{1, 2}});
  x(sp::unchecked_index<Batch>(0), sp::unchecked_index<Letters>(1)) = 1e20f;
  CHECK_NOTHROW(sp::cast<int>(x));
  x(sp::unchecked_index<Batch>(1), sp::unchecked_index<Letters>(1)) = 1e20f;
  CHECK_THROWS_WITH_AS(sp::cast<int>(x), "cast: 1e+20 at position 3 (Batch 1, Letters 1) does not fit int",
                       sp::data_error);
}

TEST_CASE("ids, lengths and probabilities give up what was proven of them, without a copy when they end") {
  auto ids = sp::check_index<Word>(row({4, 0, 2}), Word{5});
  CHECK(values<int>(sp::cast<int>(ids)) == std::vector{4, 0, 2});
  CHECK(values<std::int64_t>(sp::cast<std::int64_t>(ids)) == std::vector<std::int64_t>{4, 0, 2});
  CHECK(values<float>(sp::cast<float>(sp::check_length<Word>(row({4, 5}), Word{5}))) == std::vector{4.0f, 5.0f});
  auto const* storage = ids.unnamed().data();
  CHECK(sp::cast<int>(std::move(ids)).unnamed().data() == storage);
  auto const p = sp::assume_probability(row({0.25f, 1.0f}));
  CHECK(values<float>(sp::cast<float>(p)) == std::vector{0.25f, 1.0f});
}

TEST_CASE("gradients pass between float and double, and from probabilities") {
  auto const x = row({0.3, -2.0, 1.5});
  check_derivatives([](auto&, auto const& a) { return sp::cast<double>(a); }, x);
  sp::tape t;
  auto const a = t.watch(sp::cast<float>(x));
  t.backward(gradient_check::weighted_sum(sp::cast<double>(a) + sp::cast<double>(a)));
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(t.gradient_of(a).unnamed()[i] == doctest::Approx(2 * gradient_check::weight(i)));
  auto const p = t.watch(sp::assume_probability(x));
  t.backward(gradient_check::weighted_sum(sp::cast<double>(p)));
  CHECK(t.gradient_of(p).unnamed()[1] == gradient_check::weight(1));
}

TEST_CASE("on a tape an integer is a constant") {
  sp::tape t;
  auto const a = t.watch(row({0.3, -2.0, 1.5}));
  auto const back = sp::cast<double>(sp::cast<int>(a));
  t.backward(gradient_check::weighted_sum(back));
  CHECK(values<double>(t.gradient_of(a)) == std::vector{0.0, 0.0, 0.0});
}
