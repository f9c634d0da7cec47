// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Phone, tensor<int, Batch, Phone>, tensor<index<Phone>, Batch>>
// expect: ::because_the_scores_are<int>::cast_them_to_float
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

auto loss(sp::tensor<int, Batch, Phone> const& counts, sp::tensor<sp::index<Phone>, Batch> const& labels) {
#ifdef MISTAKE
  return sp::cross_entropy<Phone>(counts, labels); // wrong
#else
  return sp::cross_entropy<Phone>(sp::cast<float>(counts), labels);
#endif
}
