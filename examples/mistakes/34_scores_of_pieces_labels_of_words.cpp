// SPDX-License-Identifier: BSL-1.0
// mistake: A tagger scores the pieces that words were cut into, and its labels belong to whole words.
// elsewhere: PyTorch throws "Expected input batch_size to match target batch_size"; if both are padded to one length
// elsewhere: the labels are silently those of other words.
// source: huggingface/transformers#323
// source: huggingface/transformers#9906
// expect: cannot_cross_entropy<Tag, tensor<float, Batch, Pieces, Tag>, tensor<index<Tag>, Batch, Words>>
// expect: ::because_the_labels_lack<Pieces>::and_have_besides<Words>::give_one_label_per_position
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Pieces : sp::ragged<Batch> {}; // Yous ##ef lives here
struct Words : sp::ragged<Batch> {};  // Yousef lives here
struct Tag : sp::axis<3> {};

int main() {
  auto const scores = sp::tensor<float, Batch, Pieces, Tag>(Batch{1}, Pieces{{4}});
  auto const raw = sp::tensor<int, Batch, Words>::of({1, 0, 0}, Batch{1}, Words{{3}});
  auto const of_words = sp::check_index<Tag>(raw);
  auto const cut = sp::tensor<int, Batch, Pieces>::of({1, 2, 0, 0}, Batch{1}, Pieces{{4}});
  auto const of_pieces = sp::check_index<Tag>(cut);
#ifdef MISTAKE
  auto const loss = sp::cross_entropy<Tag>(scores, of_words); // wrong
#else
  auto const loss = sp::cross_entropy<Tag>(scores, of_pieces);
#endif
  std::printf("loss %.2f for %d words\n", loss.value(), int(of_words.size()));
}
