// SPDX-License-Identifier: BSL-1.0
#include "../support/toy_decoder.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <shapeproof/seq2seq/beam_search.hpp>
#include <shapeproof/seq2seq/greedy_search.hpp>

namespace {
template <int Tokens>
auto beam(toy::decoder<Tokens>& model, toy::inputs const& all, sp::beam_options<toy::Vocab<Tokens>> const& options) {
  return sp::beam_search<toy::Vocab<Tokens>, toy::Batch>(model, all.state, all.memory, options);
}
template <class Token>
std::vector<int> numbers(sp::hypothesis<Token> const& h) {
  std::vector<int> result;
  for (auto token : h.tokens) result.push_back(token.value());
  return result;
}

struct output {
  std::vector<int> tokens;
  bool complete;
  double score, normalised;
};
// Every output of at most `most` tokens, best first.
template <int Tokens>
std::vector<output> all_outputs(toy::decoder<Tokens> const& model, toy::inputs const& all, std::size_t row,
                                std::size_t most, double alpha) {
  std::vector<output> outputs;
  auto const extend = [&](auto const& self, std::vector<int> const& tokens) -> void {
    auto const add = [&](bool complete) {
      double const score = toy::log_probability(model, all, row, tokens, complete);
      double const terms = static_cast<double>(tokens.size()) + (complete ? 1 : 0);
      outputs.push_back({tokens, complete, score, score / std::pow((5 + terms) / 6, alpha)});
    };
    if (tokens.size() == most) return add(false);
    add(true);
    for (int v = 2; v < Tokens; ++v) {
      auto longer = tokens;
      longer.push_back(v);
      self(self, longer);
    }
  };
  extend(extend, {});
  std::sort(outputs.begin(), outputs.end(), [](auto const& a, auto const& b) { return a.normalised > b.normalised; });
  return outputs;
}

std::vector<int> const names{3, 1, 4, 15, 9, 2, 6}, lengths{2, 0, 5, 1, 3, 3, 4};
} // namespace

TEST_CASE("a beam that holds every hypothesis finds the best of all outputs, in their order") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    for (double alpha : {0., 0.6, 1., 3.}) {
      toy::decoder<4> model(seed);
      auto const all = toy::inputs_of(names, lengths);
      auto const found = beam(
          model, all,
          {.markers = model.markers(), .beam = 40, .n_best = 9, .length_normalisation = alpha, .maximum_length = {4}});
      for (std::size_t row = 0; row < names.size(); ++row) {
        auto const expected = all_outputs(model, all, row, 4, alpha);
        REQUIRE(found[row].size() == 9);
        for (std::size_t i = 0; i < 9; ++i) {
          CAPTURE(seed);
          CAPTURE(alpha);
          CAPTURE(row);
          CAPTURE(i);
          CHECK(numbers(found[row][i]) == expected[i].tokens);
          CHECK(found[row][i].complete == expected[i].complete);
          CHECK(std::abs(found[row][i].score - expected[i].score) < 1e-10);
          CHECK(std::abs(found[row][i].normalised - expected[i].normalised) < 1e-10);
        }
      }
    }
}

TEST_CASE("fewer outputs than wanted are all there are") {
  toy::decoder<3> model(1); // one token besides the markers
  auto const found = beam(model, toy::inputs_of({1, 2}, {1, 2}),
                          {.markers = model.markers(), .beam = 20, .n_best = 20, .maximum_length = {5}});
  for (auto const& row : found) {
    CHECK(row.size() == 6);
    CHECK(std::count_if(row.begin(), row.end(), [](auto const& one) { return !one.complete; }) == 1);
  }
}

TEST_CASE("a beam of one finds what greedy search finds") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    toy::decoder<6> model(seed);
    auto const all = toy::inputs_of(names, lengths);
    auto const found =
        beam(model, all, {.markers = model.markers(), .beam = 1, .maximum_length = {3, 1}, .alignments = true});
    auto const greedy = sp::greedy_search<toy::Vocab<6>, toy::Batch>(
        model, all.state, all.memory, {.markers = model.markers(), .maximum_length = {3, 1}, .alignments = true});
    for (std::size_t row = 0; row < names.size(); ++row) {
      CAPTURE(seed);
      CAPTURE(row);
      REQUIRE(found[row].size() == 1);
      CHECK(found[row][0].tokens == greedy[row].tokens);
      CHECK(found[row][0].complete == greedy[row].complete);
      CHECK(found[row][0].score == greedy[row].score);
      CHECK(found[row][0].normalised == greedy[row].normalised);
      CHECK(found[row][0].alignment == greedy[row].alignment);
    }
  }
}

TEST_CASE("n best: sorted, distinct, scored as by themselves, never better than the best there is") {
  int of_a_beam_of_three = 0, of_a_beam_of_twelve = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    for (int width : {3, 5, 12})
      for (double alpha : {0., 1.}) {
        toy::decoder<5> model(seed, 1.5);
        auto const all = toy::inputs_of(names, lengths);
        auto const found = beam(model, all,
                                {.markers = model.markers(),
                                 .beam = width,
                                 .n_best = 3,
                                 .length_normalisation = alpha,
                                 .maximum_length = {5}});
        for (std::size_t row = 0; row < names.size(); ++row) {
          auto const& outputs = found[row];
          REQUIRE(outputs.size() == 3);
          for (std::size_t i = 0; i < outputs.size(); ++i) {
            auto const& one = outputs[i];
            double const score = toy::log_probability(model, all, row, numbers(one), one.complete);
            CHECK(std::abs(one.score - score) < 1e-10);
            double const terms = static_cast<double>(one.tokens.size()) + (one.complete ? 1 : 0);
            CHECK(std::abs(one.normalised - score / std::pow((5 + terms) / 6, alpha)) < 1e-10);
            CHECK((one.complete ? one.tokens.size() < 5 : one.tokens.size() == 5));
            for (std::size_t j = 0; j < i; ++j) {
              CHECK(outputs[j].normalised >= one.normalised);
              CHECK(outputs[j].tokens != one.tokens);
            }
          }
          auto const best = all_outputs(model, all, row, 5, alpha).front();
          CHECK(outputs[0].normalised < best.normalised + 1e-10);
          if (numbers(outputs[0]) == best.tokens) ++(width == 3 ? of_a_beam_of_three : of_a_beam_of_twelve);
        }
      }
  CHECK(of_a_beam_of_three > 200); // of 280
  CHECK(of_a_beam_of_twelve > 2 * of_a_beam_of_three);
}

TEST_CASE("a row's outputs do not change with its batch mates, their order, or padding") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    toy::decoder<6> model(seed);
    sp::beam_options<toy::Vocab<6>> const options{.markers = model.markers(),
                                                  .beam = 4,
                                                  .n_best = 3,
                                                  .length_normalisation = 0.7,
                                                  .maximum_length = {2, 1.5},
                                                  .alignments = true};
    auto const together = beam(model, toy::inputs_of(names, lengths), options);
    auto const padded = beam(model, toy::inputs_of(names, lengths, 11), options);
    auto const turned =
        beam(model, toy::inputs_of({names.rbegin(), names.rend()}, {lengths.rbegin(), lengths.rend()}), options);
    for (std::size_t row = 0; row < names.size(); ++row) {
      auto const alone = beam(model, toy::inputs_of({names[row]}, {lengths[row]}), options);
      for (auto const* other : {&padded[row], &turned[names.size() - 1 - row], &alone[0]}) {
        REQUIRE(other->size() == together[row].size());
        for (std::size_t i = 0; i < other->size(); ++i) {
          CHECK((*other)[i].tokens == together[row][i].tokens);
          CHECK((*other)[i].score == together[row][i].score);
          CHECK((*other)[i].complete == together[row][i].complete);
          CHECK((*other)[i].alignment == together[row][i].alignment);
        }
      }
    }
  }
}

TEST_CASE("alignments follow each output back through the hypotheses it continued") {
  toy::decoder<6> model(5, 1);
  auto const found =
      beam(model, toy::inputs_of(names, lengths),
           {.markers = model.markers(), .beam = 6, .n_best = 6, .maximum_length = {7}, .alignments = true});
  for (std::size_t row = 0; row < found.size(); ++row)
    for (auto const& one : found[row]) {
      auto const n = static_cast<std::size_t>(lengths[row]);
      REQUIRE(one.alignment.size() == one.tokens.size() * n);
      for (std::size_t t = 0; t < one.tokens.size(); ++t)
        for (std::size_t i = 0; i < n; ++i) {
          float const before = t == 0 ? 0 : static_cast<float>(one.tokens[t - 1].value());
          CHECK(one.alignment[t * n + i] == before / 16 + static_cast<float>(i) / 64);
        }
    }
}

TEST_CASE("the maximum length: none, one, and by the length of the input; no rows") {
  toy::decoder<6> model(2);
  auto const all = toy::inputs_of(names, lengths);
  for (auto const& row : beam(model, all, {.markers = model.markers(), .n_best = 2, .maximum_length = {0}})) {
    REQUIRE(row.size() == 1);
    CHECK(row[0].tokens.empty());
    CHECK(!row[0].complete);
    CHECK(row[0].score == 0);
  }
  CHECK(model.calls == 0);
  CHECK(beam(model, toy::inputs_of({}, {}), {.markers = model.markers()}).empty());
  CHECK(model.calls == 0);
  auto const single = beam(model, all, {.markers = model.markers(), .beam = 9, .n_best = 9, .maximum_length = {1}});
  CHECK(model.calls == 1);
  for (auto const& row : single) {
    REQUIRE(row.size() == 5); // the end, and four tokens
    for (auto const& one : row) CHECK(one.tokens.size() == (one.complete ? 0 : 1));
  }
  auto const by_input = beam(model, all, {.markers = model.markers(), .maximum_length = {0, 1.5}});
  for (std::size_t row = 0; row < by_input.size(); ++row)
    CHECK(by_input[row][0].tokens.size() <= static_cast<std::size_t>(1.5 * lengths[row]));
}

TEST_CASE("rows leave the batch when nothing can be better than what they have") {
  toy::decoder<6> model(11, 6);
  std::vector<int> many_names, many_lengths;
  for (int row = 0; row < 64; ++row) many_names.push_back(row), many_lengths.push_back(row % 9);
  beam(model, toy::inputs_of(many_names, many_lengths), {.markers = model.markers(), .maximum_length = {40}});
  CHECK(model.positions < model.calls * 64 * 5 * 2 / 3);
  toy::decoder<6> sure(4, 40); // nearly one choice in every step
  auto const found = beam(sure, toy::inputs_of(names, lengths), {.markers = sure.markers(), .maximum_length = {100}});
  std::size_t longest = 0;
  for (auto const& row : found) longest = std::max(longest, row[0].tokens.size() + (row[0].complete ? 1 : 0));
  CHECK(sure.calls <= static_cast<int>(longest) + 3);
}

TEST_CASE("options out of range are refused") {
  toy::decoder<6> model(2);
  auto const all = toy::inputs_of(names, lengths);
  auto const markers = model.markers();
  CHECK_THROWS_WITH_AS(beam(model, all, {.markers = markers, .beam = 0}),
                       "beam_search: a beam of 0 hypotheses follows nothing", sp::usage_error);
  CHECK_THROWS_WITH_AS(beam(model, all, {.markers = markers, .beam = 3, .n_best = 4}),
                       "beam_search: the 4 best are wanted, but with a beam of 3 it must be 1 to as many",
                       sp::usage_error);
  CHECK_THROWS_WITH_AS(beam(model, all, {.markers = markers, .length_normalisation = -1}),
                       "beam_search: a length normalisation of -1.000000 is not a power from 0 up", sp::usage_error);
  CHECK_THROWS_AS(
      beam(model, all, {.markers = markers, .length_normalisation = std::numeric_limits<double>::quiet_NaN()}),
      sp::usage_error);
  CHECK_THROWS_WITH_AS(beam(model, all, {.markers = markers, .maximum_length = {-3}}),
                       "beam_search: the maximum length cannot be -3 tokens", sp::usage_error);
}
