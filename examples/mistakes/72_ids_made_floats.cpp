// SPDX-License-Identifier: BSL-1.0
// mistake: The ids of words are made floats before they enter a model, as the rest of the data is.
// elsewhere: PyTorch's embedding raises at run time that it wants Long or Int. Keras' Embedding layer makes integers of
// elsewhere: them again; were they normalised as well, every word is then word 0. A linear layer takes them anywhere.
// source: xcmyz/FastSpeech#89
// source: GerrySant/multimodalhugs#14
// expect: cannot_cast<float, tensor<index<Word>, Batch, Words>>::because_ids_are_names_and_not_quantities<index<Word>>
// expect: ::embed_them_or_use_one_hot
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<30> {};
struct Embed : sp::axis<4> {};

int main() {
  sp::model<sp::embedding<Word, Embed>> const table(1);
  auto const ids = sp::check_index<Word>(sp::tensor<int, Batch, Words>(Words{{3, 2}}) + 7);
#ifdef MISTAKE
  auto const input = sp::cast<float>(ids); // wrong
#else
  auto const input = table(ids);
#endif
  std::cout << input << '\n';
}
