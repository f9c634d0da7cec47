// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/shapeproof.hpp>

#include <array>
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
using Read = sp::both<Reader, sp::reversed<Reader>>;

// Reads a date in both directions, and writes its ISO form character by character, looking at what was read.
struct date_reader {
  using writer = sp::attention_decoder<IsoCharacter, Features, Writer, Read, 1, sp::general_attention<Writer, Read>>;
  BOOST_HANA_DEFINE_STRUCT(date_reader,                                          //
                           (sp::embedding<WrittenCharacter, Features>, written), //
                           (sp::bidirectional_lstm<Features, Reader>, encoder),  //
                           (sp::linear<Read, Writer>, bridge),                   //
                           (writer, decoder));

  // Scores of the next character at every post of the prefix: [prefix<Iso>, Batch, IsoCharacter].
  auto operator()(auto const& text, auto const& prefix) const {
    auto const [memory, start] = read(text);
    return decoder.scores(prefix, start, memory);
  }

  // What the decoder looks at in every step, and the state that it starts from.
  auto read(auto const& text) const {
    auto found = encoder.run(written(text));
    auto start = sp::tanh(bridge(sp::last_outputs(found)));
    auto cells = sp::rename<Writer, sp::cell<Writer>>(start);
    return std::pair{decoder.prepare(std::move(found.outputs)), decoder.start(std::array{std::tuple{start, cells}})};
  }
};

} // namespace dates
