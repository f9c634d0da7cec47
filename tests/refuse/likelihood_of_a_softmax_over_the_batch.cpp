// SPDX-License-Identifier: BSL-1.0
// expect: cannot_negative_log_likelihood<Phone, tensor<distribution<float, Batch>, Batch, Phone>, tensor<index<Phone>, Batch>>
// expect: ::because_they_add_up_along<Batch>::softmax_over_the_classes
#include <shapeproof/ops/negative_log_likelihood.hpp>
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

auto loss(sp::tensor<float, Batch, Phone> const& scores, sp::tensor<sp::index<Phone>, Batch> const& labels) {
#ifdef MISTAKE
  return sp::negative_log_likelihood<Phone>(sp::softmax<Batch>(scores), labels); // wrong
#else
  return sp::negative_log_likelihood<Phone>(sp::softmax<Phone>(scores), labels);
#endif
}
