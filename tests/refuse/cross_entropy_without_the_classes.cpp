// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Word, tensor<float, prefix<Phones>, Batch, Phone>,
// expect: tensor<index<Phone>, target<Phones>, Batch>>
// expect: ::because_the_scores_lack_the_class_axis::name_the_axis_that_scores_are_over
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Word : sp::axis<> {};

struct example {
  sp::tensor<float, sp::prefix<Phones>, Batch, Phone> scores;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> labels;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::cross_entropy<Word>(e.scores, e.labels); // wrong
#else
  return sp::cross_entropy<Phone>(e.scores, e.labels);
#endif
}
