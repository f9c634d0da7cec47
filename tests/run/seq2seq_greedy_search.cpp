// SPDX-License-Identifier: BSL-1.0
#include "../support/toy_decoder.hpp"
#include <doctest/doctest.h>
#include <limits>
#include <shapeproof/seq2seq/greedy_search.hpp>

namespace {
using model_type = toy::decoder<6>;
using Token = model_type::Token;

template <class Model>
auto greedy(Model& model, toy::inputs const& all, sp::greedy_options<Token> const& options) {
  return sp::greedy_search<Token, toy::Batch>(model, all.state, all.memory, options);
}
std::vector<int> numbers(sp::hypothesis<Token> const& h) {
  std::vector<int> result;
  for (auto token : h.tokens) result.push_back(token.value());
  return result;
}
// Step by step, one row by itself.
std::vector<int> by_hand(model_type const& model, toy::inputs const& all, std::size_t row, int most, bool& complete) {
  std::vector<int> tokens;
  complete = false;
  while (static_cast<int>(tokens.size()) < most) {
    int best = -1;
    double top = -1e9;
    for (int v = 1; v < 6; ++v) {
      auto longer = tokens;
      longer.push_back(v);
      double const score = toy::log_probability(model, all, row, longer, false);
      if (score > top) best = v, top = score;
    }
    if (best == 1) return complete = true, tokens;
    tokens.push_back(best);
  }
  return tokens;
}
std::vector<int> const names{3, 1, 4, 15, 9, 2, 6}, lengths{2, 0, 5, 1, 3, 3, 4};
} // namespace

TEST_CASE("greedy search takes the best token in every step, and says what it scored") {
  int complete_ones = 0, cut_ones = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    model_type model(seed);
    auto const all = toy::inputs_of(names, lengths);
    auto const found = greedy(model, all, {.markers = model.markers(), .maximum_length = {9}});
    REQUIRE(found.size() == names.size());
    for (std::size_t row = 0; row < found.size(); ++row) {
      CAPTURE(seed);
      CAPTURE(row);
      bool complete = false;
      CHECK(numbers(found[row]) == by_hand(model, all, row, 9, complete));
      CHECK(found[row].complete == complete);
      double const expected = toy::log_probability(model, all, row, numbers(found[row]), complete);
      CHECK(std::abs(found[row].score - expected) < 1e-10);
      CHECK(found[row].normalised == found[row].score);
      CHECK(found[row].alignment.empty());
      ++(complete ? complete_ones : cut_ones);
    }
  }
  CHECK(complete_ones > 20);
  CHECK(cut_ones > 20);
}

TEST_CASE("a row's output does not change with its batch mates, their order, or padding") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    model_type model(seed);
    sp::greedy_options<Token> const options{.markers = model.markers(), .maximum_length = {2, 1.5}, .alignments = true};
    auto const together = greedy(model, toy::inputs_of(names, lengths), options);
    auto const padded = greedy(model, toy::inputs_of(names, lengths, 11), options);
    auto const turned =
        greedy(model, toy::inputs_of({names.rbegin(), names.rend()}, {lengths.rbegin(), lengths.rend()}), options);
    for (std::size_t row = 0; row < names.size(); ++row) {
      auto const alone = greedy(model, toy::inputs_of({names[row]}, {lengths[row]}), options);
      for (auto const* other : {&padded[row], &turned[names.size() - 1 - row], &alone[0]}) {
        CHECK(other->tokens == together[row].tokens);
        CHECK(other->score == together[row].score);
        CHECK(other->complete == together[row].complete);
        CHECK(other->alignment == together[row].alignment);
        CHECK(other->input_positions == together[row].input_positions);
      }
    }
  }
}

TEST_CASE("alignments are the weights of the steps that chose the tokens, over the real input") {
  model_type model(5);
  auto const found = greedy(model, toy::inputs_of(names, lengths),
                            {.markers = model.markers(), .maximum_length = {7}, .alignments = true});
  for (std::size_t row = 0; row < found.size(); ++row) {
    auto const& one = found[row];
    auto const n = static_cast<std::size_t>(lengths[row]);
    if (!one.tokens.empty()) CHECK(one.input_positions == lengths[row]);
    REQUIRE(one.alignment.size() == one.tokens.size() * n);
    for (std::size_t t = 0; t < one.tokens.size(); ++t)
      for (std::size_t i = 0; i < n; ++i) {
        float const before = t == 0 ? 0 : static_cast<float>(one.tokens[t - 1].value());
        CHECK(one.alignment[t * n + i] == before / 16 + static_cast<float>(i) / 64);
      }
  }
}

TEST_CASE("the maximum length: none, one, and by the length of the input") {
  model_type model(2);
  auto const all = toy::inputs_of(names, lengths);
  for (auto const& one : greedy(model, all, {.markers = model.markers(), .maximum_length = {0}})) {
    CHECK(one.tokens.empty());
    CHECK(!one.complete);
    CHECK(one.score == 0);
  }
  CHECK(model.calls == 0);
  auto const single = greedy(model, all, {.markers = model.markers(), .maximum_length = {1}});
  CHECK(model.calls == 1);
  for (auto const& one : single) CHECK(one.tokens.size() == (one.complete ? 0 : 1));
  auto const by_input = greedy(model, all, {.markers = model.markers(), .maximum_length = {0, 1.5}});
  for (std::size_t row = 0; row < by_input.size(); ++row) {
    auto const most = static_cast<std::size_t>(1.5 * lengths[row]);
    CHECK(by_input[row].tokens.size() <= most);
    CHECK((by_input[row].complete || by_input[row].tokens.size() == most));
  }
}

TEST_CASE("no rows, no scores") {
  model_type model(2);
  CHECK(greedy(model, toy::inputs_of({}, {}), {.markers = model.markers()}).empty());
  CHECK(model.calls == 0);
  auto const all = toy::inputs_of(names, lengths);
  auto const scored = greedy(model, all, {.markers = model.markers(), .maximum_length = {9}});
  auto const unscored = greedy(model, all, {.markers = model.markers(), .maximum_length = {9}, .scores = false});
  for (std::size_t row = 0; row < names.size(); ++row) {
    CHECK(scored[row].tokens == unscored[row].tokens);
    CHECK(std::isnan(unscored[row].score));
  }
}

TEST_CASE("rows that have ended leave the batch") {
  model_type model(11);
  std::vector<int> many_names, many_lengths;
  for (int row = 0; row < 64; ++row) many_names.push_back(row), many_lengths.push_back(row % 9);
  auto const found =
      greedy(model, toy::inputs_of(many_names, many_lengths), {.markers = model.markers(), .maximum_length = {0, 3}});
  int needed = 0, longest = 0;
  for (auto const& one : found) {
    int const steps = static_cast<int>(one.tokens.size()) + (one.complete ? 1 : 0);
    needed += steps;
    longest = std::max(longest, steps);
  }
  CHECK(model.calls == longest);
  CHECK(model.positions < longest * 64 / 2);
  CHECK(model.positions < needed * 4 / 3 + 64); // less than a quarter of the batch waits to leave it
}

TEST_CASE("what cannot be searched is refused with its reason") {
  model_type model(2);
  auto const all = toy::inputs_of(names, lengths);
  auto const markers = model.markers();
  CHECK_THROWS_WITH_AS(greedy(model, all, {.markers = markers, .maximum_length = {-1}}),
                       "greedy_search: the maximum length cannot be -1 tokens", sp::usage_error);
  CHECK_THROWS_WITH_AS(greedy(model, all, {.markers = markers, .maximum_length = {1, -2}}),
                       "greedy_search: the maximum length cannot grow by -2.000000 tokens per input position",
                       sp::usage_error);
  CHECK_THROWS_WITH_AS((sp::greedy_search<Token, toy::Batch>(model, toy::inputs_of({1, 2}, {1, 1}).state, all.memory,
                                                             {.markers = markers})),
                       "greedy_search: the extents of Batch differ: 2 and 7", sp::extent_error);

  struct plain {
    sp::tensor<double, toy::Batch, Token> scores;
    sp::tensor<double, toy::Batch, toy::Hidden> state;
  };
  double value = 1;
  auto const constant = [&](auto const& ids, auto const& state, std::tuple<>) {
    plain result{sp::tensor<double, toy::Batch, Token>(ids.template extent<toy::Batch>()), state};
    for (double& x : result.scores.unnamed()) x = 1;
    result.scores.unnamed()[6 * 3 + 2] = value;
    return result;
  };
  auto const search = [&](sp::greedy_options<Token> const& options) {
    return sp::greedy_search<Token, toy::Batch>(constant, all.state, std::tuple<>{}, options);
  };
  CHECK(search({.markers = markers, .maximum_length = {2}})[0].complete); // all are equal: the end is the first allowed
  CHECK_THROWS_WITH_AS(search({.markers = markers, .alignments = true}),
                       "greedy_search: alignments are wanted, but the step gives no weights", sp::usage_error);
  CHECK_THROWS_WITH_AS(search({.markers = markers, .maximum_length = {1, 1}}),
                       "greedy_search: a maximum length per input position needs the lengths of the input, but neither "
                       "state nor memory has an axis that is ragged over Batch",
                       sp::usage_error);
  value = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH_AS(
      search({.markers = markers}),
      "greedy_search: the scores over Vocab<6> at output position 0 of row 3 have a NaN or an infinity, or "
      "leave nothing to choose",
      sp::number_error);
}

namespace {
struct Pair : sp::axis<2> {};
struct Kept : sp::axis<3> {};
struct Row : sp::axis<> {};

template <class B>
struct counted {
  sp::tensor<float, B, Kept> scores;
  std::tuple<sp::tensor<int, B>, sp::tensor<float, Kept>> state; // steps of each row so far; what all rows share
};
// Row b of the batch ends after memory[b] tokens 2, whatever the marker 0 scores.
template <class B>
counted<B> count_down(sp::tensor<sp::index<Kept>, B> const& ids,
                      std::tuple<sp::tensor<int, B>, sp::tensor<float, Kept>> const& state,
                      sp::tensor<int, B> const& memory) {
  counted<B> result{sp::tensor<float, B, Kept>(ids.template extent<B>()), state};
  for (auto b : ids.template extent<B>()) {
    for (auto k : Kept{}) result.scores(b, k) = std::get<1>(state)(k);
    result.scores(b, sp::at<Kept, 1>()) = std::get<0>(state)(b) == memory(b) ? 1.f : -1.f;
    ++std::get<0>(result.state)(b);
  }
  return result;
}
template <class B>
std::vector<std::size_t> counts(sp::sequence_markers<Kept> const& markers, std::vector<int> const& wanted) {
  B const batch = [&] {
    if constexpr (sp::static_axis<B>)
      return B{};
    else
      return B{wanted.size()};
  }();
  std::vector<std::size_t> result;
  for (auto const& one : sp::greedy_search<Kept, B>(
           count_down<B>, std::tuple(sp::tensor<int, B>(batch), sp::tensor<float, Kept>::of({5, 0, 0})),
           sp::tensor<int, B>::of(wanted, batch), {.markers = markers})) {
    CHECK(one.complete);
    for (auto token : one.tokens) CHECK(token.value() == 2);
    result.push_back(one.tokens.size());
  }
  return result;
}
} // namespace

TEST_CASE("a batch of static extent stays together; what has no batch is shared by all rows") {
  sp::sequence_markers<Kept> const markers{.begin = sp::at<Kept, 0>(), .end = sp::at<Kept, 1>()};
  CHECK(counts<Pair>(markers, {7, 1}) == std::vector<std::size_t>{7, 1});
  CHECK(counts<Row>(markers, {7, 1, 0, 0, 3}) == std::vector<std::size_t>{7, 1, 0, 0, 3});
}

TEST_CASE("one token may be both markers") {
  struct stepped {
    sp::tensor<float, Row, Kept> scores;
    std::tuple<sp::tensor<int, Row>> state;
  };
  auto const step = [](auto const& ids, auto const& state, std::tuple<>) {
    stepped result{sp::tensor<float, Row, Kept>(ids.template extent<Row>()), state};
    auto& steps = std::get<0>(result.state);
    for (auto b : ids.template extent<Row>()) {
      result.scores(b, sp::at<Kept, 1>()) = steps(b) == 3 ? 1.f : -1.f;
      ++steps(b);
    }
    return result;
  };
  auto const found = sp::greedy_search<Kept, Row>(step, std::tuple(sp::tensor<int, Row>(Row{1})), std::tuple<>{},
                                                  {.markers = {.begin = sp::at<Kept, 1>(), .end = sp::at<Kept, 1>()}});
  CHECK(found[0].complete);
  REQUIRE(found[0].tokens.size() == 3);
  for (auto token : found[0].tokens) CHECK(token.value() == 0);
}
