// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Phone, tensor<index<Phone>, Batch>, tensor<index<Phone>, Batch>>
// expect: ::because_the_scores_are<index<Phone>>::give_them_before_the_argmax
#include <shapeproof/ops/argmax.hpp>
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

auto loss(sp::tensor<float, Batch, Phone> const& scores, sp::tensor<sp::index<Phone>, Batch> const& labels) {
#ifdef MISTAKE
  return sp::cross_entropy<Phone>(sp::argmax<Phone>(scores), labels); // wrong
#else
  return sp::cross_entropy<Phone>(scores, labels);
#endif
}
