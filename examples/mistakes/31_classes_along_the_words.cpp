// SPDX-License-Identifier: BSL-1.0
// mistake: The loss of a tagger takes the words for the classes, because they stand where it looks for them.
// elsewhere: PyTorch's cross_entropy wants [batch, class, time]; given [batch, time, class] it throws, or, if there are
// elsewhere: as many words as tags, computes something else.
// source: markhliu/DGAI#7
// source: jeya-maria-jose/Medical-Transformer#63
// expect: cannot_cross_entropy<Words, tensor<float, Batch, Words, Tag>, tensor<index<Tag>, Batch, Words>>
// expect: ::because_the_labels_index<Tag>::take_labels_of_the_class_axis
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Tag : sp::axis<3> {};

int main() {
  Words const words{{3, 2}};
  auto const scores = sp::tensor<float, Batch, Words, Tag>(Batch{2}, words);
  auto const raw = sp::tensor<int, Batch, Words>::of({0, 2, 1, 1, 0, 0}, Batch{2}, words);
  auto const tags = sp::check_index<Tag>(raw);
#ifdef MISTAKE
  auto const loss = sp::cross_entropy<Words>(scores, tags); // wrong
#else
  auto const loss = sp::cross_entropy<Tag>(scores, tags);
#endif
  std::printf("loss %.2f\n", loss.value());
}
