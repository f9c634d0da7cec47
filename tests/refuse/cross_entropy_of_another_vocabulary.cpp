// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Phone, tensor<float, prefix<Phones>, Batch, Phone>,
// expect: tensor<index<Letter>, target<Phones>, Batch>>
// expect: ::because_the_labels_index<Letter>::take_labels_of_the_class_axis
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Letter : sp::axis<30> {};

struct example {
  sp::tensor<float, sp::prefix<Phones>, Batch, Phone> scores;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> labels;
  sp::tensor<sp::index<Letter>, sp::target<Phones>, Batch> letters;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::cross_entropy<Phone>(e.scores, e.letters); // wrong
#else
  return sp::cross_entropy<Phone>(e.scores, e.labels);
#endif
}
