// SPDX-License-Identifier: BSL-1.0
// mistake: A language model is trained to answer the tokens that it was given: its labels are cut at the same end.
// elsewhere: Ids that were not shifted fit as well as those that were, so every framework trains it: the loss falls to
// elsewhere: nearly zero, because the model only copies.
// source: Project-MONAI/GenerativeModels#314
// source: huggingface/transformers#27517
// expect: cannot_cross_entropy<Word, tensor<float, prefix<Words>, Batch, Word>,
// expect: tensor<index<Word>, prefix<Words>, Batch>>
// expect: ::because_the_labels_are_over<prefix<Words>>::give_those_over<target<Words>>
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<30> {};
struct Embed : sp::axis<8> {};
struct Hidden : sp::axis<4> {};

struct writer {
  using word_layer = sp::embedding<Word, Embed>;
  using reader_layer = sp::lstm<Embed, Hidden>;
  using output_layer = sp::linear<Hidden, Word>;
  BOOST_HANA_DEFINE_STRUCT(writer, (word_layer, words), (reader_layer, reader), (output_layer, out));
};

int main() {
  sp::model<writer> const model(1);
  sp::sequence_markers<Word> const markers{.begin = sp::at<Word, 0>(), .end = sp::at<Word, 1>()};
  auto const texts = sp::check_index<Word>(sp::tensor<int, Words, Batch>(Words{{5, 2}}) + 7);
  auto const taught = sp::teacher_forcing(texts, markers);
  auto const scores = model.out(model.reader(model.words(taught.prefix)));
#ifdef MISTAKE
  auto const loss = sp::cross_entropy<Word>(scores, taught.prefix); // wrong
#else
  auto const loss = sp::cross_entropy<Word>(scores, taught.target);
#endif
  std::printf("loss %.2f\n", loss.value());
}
