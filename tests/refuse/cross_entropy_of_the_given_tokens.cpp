// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Phone, tensor<float, prefix<Phones>, Batch, Phone>,
// expect: tensor<index<Phone>, prefix<Phones>, Batch>>
// expect: ::because_the_labels_are_over<prefix<Phones>>::give_those_over<target<Phones>>
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<float, sp::prefix<Phones>, Batch, Phone> scores;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> labels;
  sp::tensor<sp::index<Phone>, sp::prefix<Phones>, Batch> given;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::cross_entropy<Phone>(e.scores, e.given); // wrong
#else
  return sp::cross_entropy<Phone>(e.scores, e.labels);
#endif
}
