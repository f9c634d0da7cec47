// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Phone, tensor<distribution<float, Phone>, Batch, Phone>, tensor<index<Phone>, Batch>>
// expect: ::because_the_scores_are<distribution<float, Phone>>::give_them_before_the_softmax
#include <shapeproof/ops/cross_entropy.hpp>
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<float, Batch, Phone> scores;
  sp::tensor<sp::index<Phone>, Batch> labels;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::cross_entropy<Phone>(sp::softmax<Phone>(e.scores), e.labels); // wrong
#else
  return sp::cross_entropy<Phone>(e.scores, e.labels);
#endif
}
