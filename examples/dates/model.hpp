// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/shapeproof.hpp>

#include <tuple>
#include <utility>

namespace dates {

struct Batch : sp::axis<> {};
struct WrittenCharacter : sp::axis<> {};
struct IsoCharacter : sp::axis<> {};
struct Written : sp::ragged<Batch> {}; // positions in a written date
struct Iso : sp::ragged<Batch> {};     // positions in its ISO form
struct Features : sp::axis<32> {};     // of a character
struct Reader : sp::axis<64> {};       // the state of the encoder, in each direction
struct Writer : sp::axis<128> {};      // the state of the decoder
using Memory = sp::both<Reader, sp::reversed<Reader>>;

// Reads a date in both directions, and writes its ISO form character by character, looking at what was read.
struct date_reader {
  BOOST_HANA_DEFINE_STRUCT(date_reader,                                               //
                           (sp::embedding<WrittenCharacter, Features>, written),      //
                           (sp::bidirectional_lstm<Features, Reader>, encoder),       //
                           (sp::linear<Memory, Writer>, bridge),                      //
                           (sp::embedding<IsoCharacter, Features>, iso),              //
                           (sp::lstm<Features, Writer>, decoder),                     //
                           (sp::general_attention<Writer, Memory>, attention),        //
                           (sp::linear<sp::both<Writer, Memory>, Features>, combine), //
                           (sp::linear<Features, IsoCharacter>, readout));

  // Scores of the next character at every post of the prefix: [prefix<Iso>, Batch, IsoCharacter].
  auto operator()(auto const& text, auto const& prefix) const {
    auto const [memory, start] = encode(text);
    return answer(decoder(iso(prefix), start), memory).scores;
  }

  // What every step of the decoder looks at, and the state that it starts from.
  auto encode(auto const& text) const {
    auto read = encoder.run(written(text));
    auto const& [ahead, behind] = read.state;
    auto start = sp::tanh(bridge(sp::concat(std::get<0>(ahead), std::get<0>(behind))));
    return std::pair{attention.prepare(std::move(read.outputs)), std::tuple{start, start}};
  }

  // One step: the scores of the next character after `last` [Batch].
  auto step(auto const& last, auto const& state, auto const& memory) const {
    auto next = decoder.step(iso(last), state);
    auto given = answer(std::get<0>(next), memory);
    return stepped{std::move(given.scores), std::move(next), std::move(given.weights)};
  }

private:
  template <class Scores, class Weights>
  struct answered {
    Scores scores;
    Weights weights; // of the characters read
  };
  template <class Scores, class State, class Weights>
  struct stepped {
    Scores scores;
    State state;
    Weights weights;
  };

  auto answer(auto const& written_so_far, auto const& memory) const {
    auto looked_at = attention(written_so_far, memory);
    auto const both = sp::concat(written_so_far, looked_at.context);
    return answered{readout(sp::tanh(combine(both))), std::move(looked_at.weights)};
  }
};

} // namespace dates
