// SPDX-License-Identifier: BSL-1.0
// mistake: A translator is given the vocabulary of the source where that of the target belongs.
// elsewhere: Every framework runs it if both vocabularies are of one size or the source is the smaller one: the numbers are
// elsewhere: other words, and the output is nonsense.
// source: bentrevett/pytorch-seq2seq#178
// expect: cannot_embed<tensor<float, French, Embed>, tensor<index<English>, prefix<Said>, Batch>>
// expect: ::because_the_ids_index<English>::but_the_table_is_over<French>
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Said : sp::ragged<Batch> {};
struct English : sp::axis<50> {};
struct French : sp::axis<60> {};
struct Embed : sp::axis<8> {};
struct State : sp::axis<16> {};

struct translator {
  using writer = sp::attention_decoder<French, Embed, State, State, 1, sp::dot_attention<State>>;
  BOOST_HANA_DEFINE_STRUCT(translator, (sp::embedding<English, Embed>, words),
                           (sp::stacked_lstm<Embed, State, 1>, reader), (writer, decoder));
  // Scores of what follows each word that was said.
#ifdef MISTAKE
  using said = sp::tensor<sp::index<English>, sp::prefix<Said>, Batch>;
#else
  using said = sp::tensor<sp::index<French>, sp::prefix<Said>, Batch>;
#endif
  auto operator()(sp::tensor<sp::index<English>, Words, Batch> const& text, said const& prefix) const {
    auto const read = reader.run(words(text));
    auto const start = decoder.start(read.state);
    return decoder.scores(prefix, start, decoder.prepare(read.outputs)); // wrong
  }
};

int main() {
  sp::model<translator> const model(1);
  std::cout << model.decoder.readout.bias.size() << " words of French\n";
}
