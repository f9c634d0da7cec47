// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/core/check.hpp>
#include <shapeproof/data/teacher_forcing.hpp>
#include <shapeproof/nn/additive_attention.hpp>
#include <shapeproof/nn/general_attention.hpp>
#include <shapeproof/nn/stacked_lstm.hpp>
#include <shapeproof/ops/softmax.hpp>
#include <shapeproof/seq2seq/beam_search.hpp>
#include <shapeproof/seq2seq/decoder.hpp>
#include <shapeproof/seq2seq/greedy_search.hpp>
#include <shapeproof/tape/model.hpp>

// A whole model, untrained: what it puts out is nonsense, but the same nonsense whatever stands beside it.
namespace small_speller {

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Letter : sp::axis<> {};
struct Phone : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<12> {};
struct State : sp::axis<24> {};
struct Inner : sp::axis<16> {};
using Encoded = sp::both<Half, sp::reversed<Half>>;

template <class Attention, sp::input_feeding Feeding, class Element = float>
struct speller {
  using letter_layer = sp::embedding<Letter, Embed, Element>;
  using encoder_layer = sp::bidirectional_lstm<Embed, Half, Element>;
  using decoder_type = sp::attention_decoder<Phone, Embed, State, Encoded, 1, Attention, Feeding, Element>;
  BOOST_HANA_DEFINE_STRUCT(speller, (letter_layer, letters), (encoder_layer, encoder), (decoder_type, decoder));

  // The memory, prepared, and the state to start from.
  auto encode(auto const& words) const {
    auto encoded = encoder.run(letters(words));
    auto const& [ahead, behind] = encoded.state;
    auto h = sp::rename<Encoded, State>(sp::concat(std::get<0>(ahead), std::get<0>(behind)));
    auto c = sp::concat<sp::cell<State>>(std::get<1>(ahead), std::get<1>(behind));
    auto start = decoder.start(std::array{std::tuple(std::move(h), std::move(c))});
    return std::pair(decoder.prepare(std::move(encoded.outputs)), std::move(start));
  }
};
template <class Element>
using fed_speller = speller<sp::additive_attention<State, Encoded, Inner, Element>, sp::input_feeding::on, Element>;
template <class Element>
using unfed_speller = speller<sp::general_attention<State, Encoded, Element>, sp::input_feeding::off, Element>;

inline Letter const letter{9};
inline Phone const phone{7};
inline sp::sequence_markers<Phone> const markers{.begin = sp::check_index(0, phone), .end = sp::check_index(1, phone)};

using words = std::vector<std::vector<sp::index<Letter>>>;
inline words some_words() {
  words all;
  for (int length : {5, 0, 3, 1, 7, 7, 2, 4, 6, 1, 12}) {
    auto& word = all.emplace_back();
    for (int i = 0; i < length; ++i) word.push_back(sp::check_index((3 * i + 5 * length) % 9, letter));
  }
  return all;
}

} // namespace small_speller
