// SPDX-License-Identifier: BSL-1.0
// Decoding with one variant of the model: compiled once for each (see CMakeLists.txt).
#include "speller_variant.hpp"

#include <shapeproof/seq2seq/beam_search.hpp>
#include <shapeproof/seq2seq/greedy_search.hpp>
#include <shapeproof/tape/cast_model.hpp>

#include <algorithm>
#include <numeric>

namespace g2p {

namespace {

// A pronunciation is hardly ever longer than this; a model that does not stop is cut.
constexpr sp::maximum_length longest_answer{.tokens = 10, .per_input_position = 2};

template <class Network>
std::vector<std::vector<answer>> spell_by(Network const& model, language const& language,
                                          std::vector<std::string> const& words, search const& how) {
  std::vector<spelling_ids> spelled;
  for (std::string const& word : words) spelled.push_back(language.encode(word));
  std::vector<std::size_t> order(words.size()); // words of similar length together
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return spelled[a].size() < spelled[b].size(); });

  auto const step = [&](auto const& ids, auto const& state, auto const& memory) {
    return model.decoder.step(ids, state, memory);
  };
  std::vector<std::vector<answer>> answers(words.size());
  auto const keep = [&](std::size_t word, std::vector<sp::hypothesis<Phone>> const& found) {
    for (auto const& one : found) answers[word].push_back({language.decode(one.tokens), one.score, one.alignment});
  };
  auto const budget = static_cast<std::size_t>(how.batch_tokens);
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    std::vector<std::span<sp::index<Letter> const>> batch;
    for (; last < order.size(); ++last) {
      auto const& word = spelled[order[last]];
      if (!batch.empty() && (batch.size() + 1) * word.size() > budget) break;
      batch.push_back(word);
    }
    auto const [memory, start] = model.encode(placed(sp::padded<spellings>(batch, language.letters.extent())));
    auto const markers = language.phones.markers();
    if (how.beam == 1) {
      auto const found = sp::greedy_search<Phone, Batch>(
          step, start, memory, {.markers = markers, .maximum_length = longest_answer, .alignments = how.alignments});
      for (std::size_t i = first; i < last; ++i) keep(order[i], {found[i - first]});
    } else {
      auto const found = sp::beam_search<Phone, Batch>(step, start, memory,
                                                       {.markers = markers,
                                                        .beam = how.beam,
                                                        .n_best = how.nbest,
                                                        .maximum_length = longest_answer,
                                                        .alignments = how.alignments});
      for (std::size_t i = first; i < last; ++i) keep(order[i], found[i - first]);
    }
  }
  return answers;
}

// The same by a copy of the model whose weights are bf16.
template <class Network>
std::vector<std::vector<answer>> spell_in_bf16(Network const& model, language const& language,
                                               std::vector<std::string> const& words, search const& how) {
  if constexpr (on_host)
    return spell_by(sp::cast<speller_model<G2P_LAYERS, attention_kind::G2P_ATTENTION, sp::bf16>>(model), language,
                    words, how);
  else
    throw sp::usage_error("weights in bf16 are for the host");
}

} // namespace

template <>
std::vector<std::vector<answer>> this_variant::spell(std::vector<std::string> const& words, search const& how) const {
  return how.bf16 ? spell_in_bf16(model_, language_, words, how) : spell_by(model_, language_, words, how);
}

} // namespace g2p
