// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>
#include <shapeproof/core/tensor.hpp>
#include <shapeproof/seq2seq/state.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Hidden : sp::axis<2> {};
struct Letters : sp::ragged<Batch> {};
using row = sp::tensor<float, Batch>;
using hidden = sp::tensor<double, Batch, Hidden>;
using layers = std::tuple<std::array<std::tuple<hidden, hidden>, 2>, row>;

struct plain {};
static_assert(sp::decoder_state<row> && sp::decoder_state<layers> && sp::decoder_state<std::tuple<>>);
static_assert(sp::decoder_state<layers const&>);
static_assert(!sp::decoder_state<plain> && !sp::decoder_state<std::tuple<row, float>> &&
              !sp::decoder_state<std::array<plain, 2>> && !sp::decoder_state<std::array<row, 0>>);

hidden filled(double value) {
  hidden x(Batch{1});
  for (double& one : x.unnamed()) one = value;
  return x;
}
layers some_state() {
  using layer = std::tuple<hidden, hidden>;
  return {std::array{layer{filled(1), filled(2)}, layer{filled(3), filled(4)}}, row::of({5}, Batch{1})};
}
} // namespace

TEST_CASE("map_state reaches every operand of nested tuples and arrays, and keeps the structure") {
  auto const sums = sp::map_state(
      [](auto const& x) {
        double sum = 0;
        for (auto one : x.unnamed()) sum += one;
        return row::of({static_cast<float>(sum)}, Batch{1});
      },
      some_state());
  static_assert(std::is_same_v<decltype(sums), std::tuple<std::array<std::tuple<row, row>, 2>, row> const>);
  auto const& [pairs, last] = sums;
  CHECK(std::get<0>(pairs[0]).unnamed()[0] == 2);
  CHECK(std::get<1>(pairs[0]).unnamed()[0] == 4);
  CHECK(std::get<0>(pairs[1]).unnamed()[0] == 6);
  CHECK(std::get<1>(pairs[1]).unnamed()[0] == 8);
  CHECK(last.unnamed()[0] == 5);
}

TEST_CASE("a state that ends gives its operands away, another one keeps them") {
  auto const take = []<class X>(X&& x) { return std::remove_cvref_t<X>(std::forward<X>(x)); };
  auto state = some_state();
  auto const* const numbers = std::get<0>(std::get<0>(state)[1]).unnamed().data();
  auto const copy = sp::map_state(take, state);
  CHECK(std::get<0>(std::get<0>(copy)[1]).unnamed().data() != numbers);
  auto const moved = sp::map_state(take, std::move(state));
  CHECK(std::get<0>(std::get<0>(moved)[1]).unnamed().data() == numbers);
}

TEST_CASE("one state in an array or a tuple stays in it") {
  auto const same = []<class X>(X&& x) { return std::remove_cvref_t<X>(std::forward<X>(x)); };
  using nested = std::array<std::array<row, 2>, 1>;
  static_assert(std::is_same_v<decltype(sp::map_state(same, std::declval<nested>())), nested>);
  using single = std::tuple<std::tuple<std::array<row, 1>>>;
  static_assert(std::is_same_v<decltype(sp::map_state(same, std::declval<single const&>())), single>);
  auto const mapped = sp::map_state(same, nested{{{row::of({1}, Batch{1}), row::of({2}, Batch{1})}}});
  CHECK(mapped[0][1].unnamed()[0] == 2);
}

TEST_CASE("for_each_in_state goes through them in their order") {
  std::string seen;
  sp::for_each_in_state([&](auto const& x) { seen += std::to_string(static_cast<int>(x.unnamed()[0])); }, some_state());
  CHECK(seen == "12345");
  sp::for_each_in_state([&](auto const&) { seen.clear(); }, std::tuple<>{});
  CHECK(seen == "12345");
}
