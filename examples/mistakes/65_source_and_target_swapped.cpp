// SPDX-License-Identifier: BSL-1.0
// mistake: A translator from German to English is called the other way round: the encoder is given the English side.
// elsewhere: Ids are numbers: PyTorch and TensorFlow train the other direction, or, with a finished model, give words
// elsewhere: that have nothing to do with the text. They raise only at an id that the table lacks.
// source: facebookresearch/fairseq#360
// source: facebookresearch/fairseq-lua#128
// expect: cannot_embed<tensor<float, German, Embed>, tensor<index<English>, Words, Batch>>
// expect: ::because_the_ids_index<English>::but_the_table_is_over<German>::look_up_in_the_table_of_the_ids
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct German : sp::axis<300> {};
struct English : sp::axis<200> {};
struct Embed : sp::axis<8> {};
struct Hidden : sp::axis<4> {};

struct encoder {
  using word_layer = sp::embedding<German, Embed>;
  using reader_layer = sp::lstm<Embed, Hidden>;
  BOOST_HANA_DEFINE_STRUCT(encoder, (word_layer, words), (reader_layer, reader));
};

int main() {
  sp::model<encoder> const model(1);
  Words const words{{3, 1}};
  auto const source = sp::check_index<German>(sp::tensor<int, Words, Batch>(words) + 12);
  auto const target = sp::check_index<English>(sp::tensor<int, Words, Batch>(words) + 40);
#ifdef MISTAKE
  sp::tensor<float, Words, Batch, Embed> const embedded = model.words(target); // wrong
#else
  sp::tensor<float, Words, Batch, Embed> const embedded = model.words(source);
#endif
  std::cout << model.reader(embedded) << '\n' << "for " << target << '\n';
}
