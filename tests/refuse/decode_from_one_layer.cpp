// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_from<std::tuple<tensor<float, Batch, State>, tensor<float, Batch, cell<State>>>>
// expect: ::because_this_decoder_has_another_state::make_it_with_start
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct State : sp::axis<256> {};
using speller = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>>;
using hidden = sp::tensor<float, Batch, State>;
using cells = sp::tensor<float, Batch, sp::cell<State>>;
using layers = std::array<std::tuple<hidden, cells>, 1>;

auto scores(speller const& decoder, sp::tensor<sp::index<Phone>, Batch> const& phones,
            std::tuple<hidden, cells> const& layer, sp::tensor<float, Letters, Batch, State> const& memory) {
#ifdef MISTAKE
  return decoder.step(phones, layer, memory); // wrong
#else
  return decoder.step(phones, decoder.start(layers{layer}), memory);
#endif
}
