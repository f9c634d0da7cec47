// SPDX-License-Identifier: BSL-1.0
// mistake: The states of a bidirectional encoder go into a decoder that writes in one direction.
// elsewhere: PyTorch stacks directions and layers along one dimension: the decoder raises because of the sizes, or, if it has
// elsewhere: two layers, takes the backward direction for its second one.
// source: IBM/pytorch-seq2seq#184
// source: IBM/pytorch-seq2seq#121
// expect: cannot_decode_from<.*>::because_they_are_of_two_directions::make_one_state_for_each_layer_of_both
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<50> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};
struct State : sp::axis<32> {};
using Read = sp::both<Half, sp::reversed<Half>>;

struct translator {
  using writer = sp::attention_decoder<Word, Embed, State, Read, 1, sp::general_attention<State, Read>>;
  BOOST_HANA_DEFINE_STRUCT(translator, (sp::embedding<Word, Embed>, words),
                           (sp::stacked_bidirectional_lstm<Embed, Half, 1>, reader), (sp::linear<Read, State>, bridge),
                           (writer, decoder));
  // The state that the translation begins from.
  auto begin(sp::tensor<sp::index<Word>, Words, Batch> const& text) const {
    auto const read = reader.run(words(text));
#ifdef MISTAKE
    return decoder.start(read.state); // wrong
#else
    auto const h = sp::tanh(bridge(sp::last_outputs(read)));
    return decoder.start(std::array{std::tuple{h, sp::rename<State, sp::cell<State>>(h)}});
#endif
  }
};

int main() {
  sp::model<translator> const model(1);
  auto const text = sp::check_index<Word>(sp::tensor<int, Words, Batch>(Words{{3, 2}}));
  auto const start = model.begin(text);
  std::cout << "begins with " << start.size() << " layer\n";
}
