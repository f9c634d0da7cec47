// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "language.hpp"
#include "options.hpp"

#include <shapeproof/nn/additive_attention.hpp>
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/nn/general_attention.hpp>
#include <shapeproof/nn/last_outputs.hpp>
#include <shapeproof/nn/stacked_lstm.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

#include <array>
#include <tuple>
#include <utility>

namespace g2p {

struct Embed : sp::axis<> {};  // features of a letter or a phone
struct Hidden : sp::axis<> {}; // the encoder's state, in each direction
struct State : sp::axis<> {};  // the decoder's state
struct Inner : sp::axis<> {};  // where additive attention compares query and memory
using Encoded = sp::both<Hidden, sp::reversed<Hidden>>;

// What each kind of attention looks at, and the layer that does it. A dot needs one width for query and memory.
template <attention_kind, class Element>
struct attention_of;
template <class Element>
struct attention_of<attention_kind::dot, Element> {
  using Memory = State;
  using layer = sp::dot_attention<State>;
};
template <class Element>
struct attention_of<attention_kind::general, Element> {
  using Memory = Encoded;
  using layer = sp::general_attention<State, Encoded, Element>;
};
template <class Element>
struct attention_of<attention_kind::additive, Element> {
  using Memory = Encoded;
  using layer = sp::additive_attention<State, Encoded, Inner, Element>;
};

// Reads a spelling in both directions and says it phone by phone, looking at the letters (Toshniwal and Livescu 2016). The
// parameters are kept as Element.
template <int Layers, attention_kind Kind, class Element = float>
struct speller_model {
  static constexpr std::size_t layers = Layers;
  using attention = attention_of<Kind, Element>;
  using Memory = typename attention::Memory;
  using letter_table = sp::embedding<Letter, Embed, Element>;
  using word_encoder = sp::stacked_bidirectional_lstm<Embed, Hidden, layers, Element>;
  using bridge = sp::linear<Encoded, State, Element>;
  using phone_decoder = sp::attention_decoder<Phone, Embed, State, Memory, layers, typename attention::layer,
                                              sp::input_feeding::off, Element>;
  using bridges = std::array<bridge, layers>;
  BOOST_HANA_DEFINE_STRUCT(speller_model, (letter_table, letters), (word_encoder, encoder), (bridges, start),
                           (phone_decoder, decoder), (double, letter_dropout));

  // Scores of the next phone at every post of the prefix: [prefix<Phones>, Batch, Phone].
  auto operator()(auto const& word, auto const& prefix) const {
    auto const [memory, state] = encode(word);
    return decoder.scores(prefix, state, memory);
  }
  // What the decoder looks at, and the state it starts from: one tanh layer above what both directions read, for each of
  // its layers.
  auto encode(auto const& word) const {
    auto read = encoder.run(sp::dropout(letters(word), letter_dropout));
    auto const whole = sp::last_outputs(read);
    auto const begin = [&](bridge const& to) {
      auto const h = sp::tanh(to(whole));
      return std::tuple{h, sp::rename<State, sp::cell<State>>(h)};
    };
    auto states = std::apply([&](auto const&... to) { return std::array{begin(to)...}; }, start);
    return std::pair{decoder.prepare(as_memory(std::move(read.outputs))), decoder.start(std::move(states))};
  }

  void set_dropout(double rate) {
    letter_dropout = encoder.dropout_rate = rate;
    decoder.token_dropout = decoder.layers.dropout_rate = decoder.combined_dropout = rate;
  }

private:
  static auto as_memory(auto encoded) {
    if constexpr (Kind == attention_kind::dot)
      return sp::rename<Encoded, State>(std::move(encoded));
    else
      return encoded;
  }
};

} // namespace g2p
