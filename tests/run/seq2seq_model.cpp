// SPDX-License-Identifier: BSL-1.0
#include "../support/allocation_count.hpp"
#include "../support/small_speller.hpp"
#include <algorithm>
#include <doctest/doctest.h>

using namespace small_speller;

namespace {
using fed = fed_speller<float>;
using unfed = unfed_speller<float>;

auto batch_of(words const& all, sp::extent_t padded_to = 0) {
  return sp::padded<sp::tensor<sp::index<Letter>, Letters, Batch>>(all, letter, padded_to);
}

template <class Model>
sp::model<Model> wild_model(std::uint64_t seed) {
  sp::model<Model> model(seed, letter, phone);
  for (float& w : model.flat()) w *= 3; // so that there is something to choose
  return model;
}
template <class Model>
auto greedy(Model const& model, words const& all, sp::extent_t padded_to = 0) {
  auto [memory, start] = model.encode(batch_of(all, padded_to));
  auto const step = [&](auto const&... x) { return model.decoder.step(x...); };
  return sp::greedy_search<Phone, Batch>(step, std::move(start), std::move(memory),
                                         {.markers = markers, .maximum_length = {2, 1.5}, .alignments = true});
}
template <class Model>
auto beam(Model const& model, words const& all, int width, int n_best, double normalisation = 0,
          sp::extent_t padded_to = 0) {
  auto [memory, start] = model.encode(batch_of(all, padded_to));
  auto const step = [&](auto const&... x) { return model.decoder.step(x...); };
  return sp::beam_search<Phone, Batch>(step, std::move(start), std::move(memory),
                                       {.markers = markers,
                                        .beam = width,
                                        .n_best = n_best,
                                        .length_normalisation = normalisation,
                                        .maximum_length = {2, 1.5},
                                        .alignments = true});
}
// What teacher forcing gives one output.
template <class Model>
double log_probability(Model const& model, words::value_type const& word, sp::hypothesis<Phone> const& output) {
  auto const [memory, start] = model.encode(batch_of({word}));
  auto const tokens = sp::padded<sp::tensor<sp::index<Phone>, Phones, Batch>>(
      std::vector<std::vector<sp::index<Phone>>>{output.tokens}, phone);
  auto const forced = sp::teacher_forcing(tokens, markers);
  auto const log_p = sp::log_softmax<Phone>(model.decoder.scores(forced.prefix, start, memory));
  double sum = 0;
  std::size_t const terms = output.tokens.size() + (output.complete ? 1 : 0);
  for (std::size_t t = 0; t < terms; ++t)
    sum += static_cast<double>(log_p.unnamed()[t * 7 + static_cast<std::size_t>(forced.target.unnamed()[t])]);
  return sum;
}

void check_same(sp::hypothesis<Phone> const& a, sp::hypothesis<Phone> const& b) {
  CHECK(a.tokens == b.tokens);
  CHECK(a.complete == b.complete);
  CHECK(a.score == b.score);
  CHECK(a.alignment == b.alignment);
}

template <class Model>
void check_model() {
  auto const all = some_words();
  auto const reversed = words(all.rbegin(), all.rend());
  int complete_ones = 0, outputs = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    auto const model = wild_model<Model>(seed);
    auto const found = greedy(model, all), turned = greedy(model, reversed), padded = greedy(model, all, 20);
    auto const best = beam(model, all, 4, 3, 0.6), best_turned = beam(model, reversed, 4, 3, 0.6),
               best_padded = beam(model, all, 4, 3, 0.6, 20), single = beam(model, all, 1, 1);
    for (std::size_t row = 0; row < all.size(); ++row) {
      CAPTURE(seed);
      CAPTURE(row);
      std::size_t const other = all.size() - 1 - row;
      check_same(found[row], turned[other]);
      check_same(found[row], padded[row]);
      check_same(found[row], greedy(model, {all[row]})[0]);
      check_same(found[row], single[row][0]);
      auto const alone = beam(model, {all[row]}, 4, 3, 0.6)[0];
      REQUIRE(best[row].size() == alone.size());
      for (std::size_t i = 0; i < alone.size(); ++i) {
        check_same(best[row][i], alone[i]);
        check_same(best[row][i], best_turned[other][i]);
        check_same(best[row][i], best_padded[row][i]);
      }
      auto scored = best[row];
      scored.push_back(found[row]);
      for (auto const& one : scored) {
        CHECK(std::abs(one.score - log_probability(model, all[row], one)) < 1e-6 * (1 + std::abs(one.score)));
        for (std::size_t t = 0; t < one.tokens.size() && !all[row].empty(); ++t) {
          auto const* const weights = one.alignment.data() + t * all[row].size();
          double sum = 0;
          for (std::size_t i = 0; i < all[row].size(); ++i) sum += static_cast<double>(weights[i]);
          CHECK(std::abs(sum - 1) < 1e-5);
        }
        complete_ones += one.complete;
        ++outputs;
      }
    }
  }
  CHECK(complete_ones > outputs / 4); // or nothing was tried
  CHECK(complete_ones < outputs);
}
} // namespace

TEST_CASE("outputs and scores do not change with batch mates, order, padding or beams of one; they are what they say") {
  check_model<unfed>();
  check_model<fed>();
}

TEST_CASE("nor with the number of threads") {
  auto const model = wild_model<unfed>(2);
  auto const all = some_words();
  int const before = sp::threads();
  sp::set_threads(1);
  auto const alone = beam(model, all, 5, 5);
  sp::set_threads(3);
  auto const together = beam(model, all, 5, 5);
  sp::set_threads(before);
  for (std::size_t row = 0; row < all.size(); ++row)
    for (std::size_t i = 0; i < alone[row].size(); ++i) check_same(alone[row][i], together[row][i]);
}

TEST_CASE("a step of a size seen before takes nothing from the heap") {
  auto const model = wild_model<fed>(2);
  words const all(20, some_words()[4]); // the same word again: its rows end together, and none leaves before
  for (int times = 0; times < 2; ++times) {
    std::ptrdiff_t before = 0, taken = 0;
    int steps = 0;
    auto const step = [&](auto const& ids, auto const& state, auto const& memory) {
      auto const now = allocation_count();
      if (steps++ > 2) taken += now - before; // what the search did since the last step, and the step itself
      before = now;
      return model.decoder.step(ids, state, memory);
    };
    auto const search = [&](auto beam_width) {
      auto [memory, start] = model.encode(batch_of(all));
      steps = 0, taken = 0;
      if constexpr (beam_width() == 0)
        return sp::greedy_search<Phone, Batch>(step, std::move(start), std::move(memory),
                                               {.markers = markers, .maximum_length = {30}, .alignments = true});
      else
        return sp::beam_search<Phone, Batch>(step, std::move(start), std::move(memory),
                                             {.markers = markers,
                                              .beam = beam_width(),
                                              .n_best = beam_width(),
                                              .length_normalisation = 2,
                                              .maximum_length = {30},
                                              .alignments = true});
    };
    auto const one = search(std::integral_constant<int, 0>());
    CHECK(steps > 3);
    CHECK((times == 0 || taken == 0));
    CAPTURE(one[0].tokens.size());
    search(std::integral_constant<int, 4>());
    CHECK(steps > 3);
    CHECK((times == 0 || taken == 0));
  }
}
