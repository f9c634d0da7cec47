// SPDX-License-Identifier: BSL-1.0
// mistake: The encoder of a model becomes bidirectional, and its attention is still made for the width of one direction.
// elsewhere: PyTorch raises in the matrix product of the attention, with two sizes.
// source: IBM/pytorch-seq2seq#118
// source: clovaai/FocusSeq2Seq#6
// expect: cannot_.*<.*both<Half, reversed<Half>>.*>::
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
#ifdef MISTAKE
  using writer = sp::attention_decoder<Word, Embed, State, Half, 1, sp::general_attention<State, Half>>;
#else
  using writer = sp::attention_decoder<Word, Embed, State, Read, 1, sp::general_attention<State, Read>>;
#endif
  BOOST_HANA_DEFINE_STRUCT(translator, (sp::embedding<Word, Embed>, words),
                           (sp::stacked_bidirectional_lstm<Embed, Half, 2>, reader), (writer, decoder));
  // What the decoder looks at.
  auto memory(sp::tensor<sp::index<Word>, Words, Batch> const& text) const {
    return decoder.prepare(reader(words(text))); // wrong
  }
};

int main() {
  sp::model<translator> const model(1);
  auto const text = sp::check_index<Word>(sp::tensor<int, Words, Batch>(Words{{3, 2}}));
  auto const memory = model.memory(text);
  std::cout << sizeof memory << " bytes\n";
}
