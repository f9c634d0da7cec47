// SPDX-License-Identifier: BSL-1.0
#include "../support/small_speller.hpp"
#include "support.hpp"
#include <cmath>
#include <shapeproof/cuda.hpp>

// A whole model decodes on a GPU what it decodes on the host.
using namespace small_speller;

namespace {
using fed = fed_speller<double>;
using unfed = unfed_speller<double>;

auto padded_words() { return sp::padded<sp::tensor<sp::index<Letter>, Letters, Batch>>(some_words(), letter); }

// Three times as large as at the start, so that there is something to choose.
template <class Model>
sp::model<Model> wild_model(std::uint64_t seed) {
  sp::model<Model> model(seed, letter, phone);
  for (double& w : model.flat()) w *= 3;
  return model;
}
template <class Model, class Words>
auto greedy(Model const& model, Words const& words, bool scores = true) {
  auto [memory, start] = model.encode(words);
  auto const step = [&](auto const&... x) { return model.decoder.step(x...); };
  return sp::greedy_search<Phone, Batch>(
      step, std::move(start), std::move(memory),
      {.markers = markers, .maximum_length = {2, 1.5}, .scores = scores, .alignments = true});
}
template <class Model, class Words>
auto beam(Model const& model, Words const& words, int width, int n_best, double normalisation) {
  auto [memory, start] = model.encode(words);
  auto const step = [&](auto const&... x) { return model.decoder.step(x...); };
  return sp::beam_search<Phone, Batch>(step, std::move(start), std::move(memory),
                                       {.markers = markers,
                                        .beam = width,
                                        .n_best = n_best,
                                        .length_normalisation = normalisation,
                                        .maximum_length = {2, 1.5},
                                        .alignments = true});
}

void check_same(sp::hypothesis<Phone> const& a, sp::hypothesis<Phone> const& b) {
  CHECK(a.tokens == b.tokens);
  CHECK(a.complete == b.complete);
  CHECK((a.score == doctest::Approx(b.score).epsilon(1e-9) || (std::isnan(a.score) && std::isnan(b.score))));
  CHECK((a.normalised == doctest::Approx(b.normalised).epsilon(1e-9) || std::isnan(a.normalised)));
  CHECK(a.input_positions == b.input_positions);
  REQUIRE(a.alignment.size() == b.alignment.size());
  for (std::size_t i = 0; i < a.alignment.size(); ++i) CHECK(std::fabs(a.alignment[i] - b.alignment[i]) < 1e-6f);
}

template <class Model>
void check_model(std::uint64_t seed) {
  CAPTURE(seed);
  auto const model = wild_model<Model>(seed);
  sp::cuda::model<Model> const there(model);
  auto const words = padded_words();
  auto const words_there = sp::to<sp::cuda>(words);
  for (bool scores : {true, false}) {
    auto const on_host = greedy(model, words, scores), on_gpu = greedy(there, words_there, scores);
    for (std::size_t row = 0; row < on_host.size(); ++row) check_same(on_gpu[row], on_host[row]);
  }
  for (int width : {1, 4}) {
    auto const on_host = beam(model, words, width, width == 1 ? 1 : 3, 0.6),
               on_gpu = beam(there, words_there, width, width == 1 ? 1 : 3, 0.6);
    for (std::size_t row = 0; row < on_host.size(); ++row) {
      REQUIRE(on_gpu[row].size() == on_host[row].size());
      for (std::size_t i = 0; i < on_host[row].size(); ++i) check_same(on_gpu[row][i], on_host[row][i]);
    }
  }
}

} // namespace

GPU_TEST_CASE("greedy and beam search find on the GPU what they find on the host") {
  check_model<unfed>(1);
  check_model<unfed>(2);
}

GPU_TEST_CASE("so do they with input feeding") { check_model<fed>(3); }

GPU_TEST_CASE("scores on the GPU that are no numbers are told as on the host") {
  auto model = wild_model<unfed>(1);
  for (double& w : model.decoder.readout.bias.unnamed()) w = std::nan("");
  sp::cuda::model<unfed> const there(model);
  CHECK_THROWS_WITH_AS(greedy(there, sp::to<sp::cuda>(padded_words())),
                       "greedy_search: the scores over Phone at output position 0 of row 0 have a NaN or an infinity, "
                       "or leave nothing to choose",
                       sp::number_error);
}

GPU_TEST_CASE("a search of no rows finds nothing") {
  sp::cuda::model<unfed> const there(1, letter, phone);
  auto const nothing = sp::to<sp::cuda>(
      sp::padded<sp::tensor<sp::index<Letter>, Letters, Batch>>(std::vector<std::vector<sp::index<Letter>>>{}, letter));
  CHECK(greedy(there, nothing).empty());
  CHECK(beam(there, nothing, 2, 1, 0).empty());
}
