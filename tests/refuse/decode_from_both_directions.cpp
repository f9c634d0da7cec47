// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_from<tensor<float, Batch, State>, tensor<float, Batch, reversed<State>>>
// expect: ::because_they_are_of_two_directions::make_one_state_for_each_layer_of_both
#include <shapeproof/nn/bidirectional_lstm.hpp>
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct State : sp::axis<256> {};
using speller = sp::attention_decoder<Phone, Embed, State, State, 2, sp::dot_attention<State>>;

auto start(speller const& decoder, sp::bidirectional_lstm<Embed, State> const& reader,
           sp::tensor<float, Letters, Batch, Embed> const& letters) {
  auto const read = reader.run(letters);
#ifdef MISTAKE
  return decoder.start(read.state); // wrong
#else
  return decoder.start(std::array{std::get<0>(read.state), std::get<0>(read.state)});
#endif
}
