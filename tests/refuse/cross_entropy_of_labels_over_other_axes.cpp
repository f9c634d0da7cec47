// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Phone, tensor<float, prefix<Phones>, Batch, Phone>, tensor<index<Phone>, Batch>>
// expect: ::because_the_labels_lack<target<Phones>>::and_have_besides<>::give_one_label_per_position
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<float, sp::prefix<Phones>, Batch, Phone> scores;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> labels;
  sp::tensor<sp::index<Phone>, Batch> one_each;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::cross_entropy_each<Phone>(e.scores, e.one_each); // wrong
#else
  return sp::cross_entropy_each<Phone>(e.scores, e.labels);
#endif
}
