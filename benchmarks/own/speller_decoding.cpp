// SPDX-License-Identifier: BSL-1.0
// The spelling-to-pronunciation model at work: `decode_step` is one step for one word, `decoding` finds the pronunciations
// of many, greedily (beam=1) or with a beam.
#include "speller.hpp"

#include <shapeproof/core/check.hpp>
#include <shapeproof/seq2seq/beam_search.hpp>
#include <shapeproof/seq2seq/greedy_search.hpp>

#include <algorithm>
#include <string>

namespace {

using ids = bench::tensor<sp::index<g2p::Phone>, g2p::Batch>;
using spellings = decltype(bench::placed(std::declval<g2p::spellings>()));
using encoded = decltype(std::declval<bench::speller const&>().encode(std::declval<spellings const&>()));

class decode_step : public bench::work {
  bench::speller model_;
  encoded start_;
  ids id_;
  auto step() const { return model_.decoder.step(id_, start_.second, start_.first); }
  decltype(std::declval<bench::speller const&>().decoder.step(
      std::declval<ids const&>(), std::declval<encoded>().second, std::declval<encoded>().first)) answer_;

public:
  explicit decode_step(bench::settings const& given)
      : model_(bench::make_speller(given)),
        start_(model_.encode(bench::placed(bench::words("letters", {given["letters"]})))),
        id_(bench::placed(
            sp::check_index(sp::tensor<int, g2p::Batch>::of({7}, g2p::Batch{1}), g2p::Phone{bench::phone_count}))),
        answer_(step()) {}
  void run() override { answer_ = step(); }
  double checksum() const override { return bench::checksum_of(bench::copied(answer_.scores)); }
  bench::values computed() const override { return {{"scores", bench::copied(answer_.scores)}}; }
};

class decoding : public bench::work {
public:
  explicit decoding(bench::settings const& given)
      : model_(bench::make_speller(given, static_cast<float>(given["scale"]) / 1000,
                                   static_cast<float>(given["end_bias"]) / 1000)),
        beam_(given["beam"]) {
    int const batch = given["batch"];
    for (int first = 0; first < given["words"]; first += batch) {
      int const number = first / batch;
      std::vector<int> const lengths(static_cast<std::size_t>(std::min(batch, given["words"] - first)), 4 + number % 9);
      batches_.push_back(bench::placed(bench::words("letters" + std::to_string(number), lengths)));
    }
  }
  void run() override {
    found_.clear();
    auto const step = [this](auto const& tokens, auto const& state, auto const& memory) {
      return model_.decoder.step(tokens, state, memory);
    };
    constexpr sp::maximum_length longest{.tokens = 10, .per_input_position = 1};
    for (auto const& words : batches_) {
      auto const [memory, start] = model_.encode(words);
      if (beam_ == 1)
        for (auto& one : sp::greedy_search<g2p::Phone, g2p::Batch>(
                 step, start, memory, {.markers = bench::markers, .maximum_length = longest}))
          found_.push_back(std::move(one));
      else
        for (auto& some : sp::beam_search<g2p::Phone, g2p::Batch>(
                 step, start, memory, {.markers = bench::markers, .beam = beam_, .maximum_length = longest}))
          found_.push_back(std::move(some.at(0)));
    }
  }
  double checksum() const override {
    double sum = 0;
    for (auto const& one : found_) sum += one.score;
    return sum / static_cast<double>(found_.size());
  }
  // The phones of each word, filled up to 32 with -1, and its score.
  bench::values computed() const override {
    std::vector<float> phones, scores;
    for (auto const& one : found_) {
      for (auto const& phone : one.tokens) phones.push_back(static_cast<float>(phone.value()));
      phones.insert(phones.end(), 32 - one.tokens.size(), -1);
      scores.push_back(static_cast<float>(one.score));
    }
    return {{"phones", phones}, {"scores", scores}};
  }

private:
  bench::speller model_;
  int beam_;
  std::vector<spellings> batches_;
  std::vector<sp::hypothesis<g2p::Phone>> found_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    if (given.workload() == "decode_step") return new decode_step(given);
    if (given.workload() == "decoding") return new decoding(given);
    return nullptr;
  });
}
