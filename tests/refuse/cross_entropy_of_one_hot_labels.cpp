// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Phone, tensor<float, prefix<Phones>, Batch, Phone>,
// expect: tensor<float, target<Phones>, Batch, Phone>>
// expect: ::because_the_labels_are_one_hot::give_the_index_of_each_class
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<float, sp::prefix<Phones>, Batch, Phone> scores;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> labels;
  sp::tensor<float, sp::target<Phones>, Batch, Phone> one_hot;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::cross_entropy<Phone>(e.scores, e.one_hot); // wrong
#else
  return sp::cross_entropy<Phone>(e.scores, e.labels);
#endif
}
