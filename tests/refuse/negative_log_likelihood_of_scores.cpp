// SPDX-License-Identifier: BSL-1.0
// expect: cannot_negative_log_likelihood<Phone, tensor<float, Batch, Phone>, tensor<index<Phone>, Batch>>
// expect: ::because_it_is_given<float>::where_probabilities_belong
#include <shapeproof/ops/negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<sp::probability<float>, Batch, Phone> p;
  sp::tensor<float, Batch, Phone> scores;
  sp::tensor<sp::index<Phone>, Batch> labels;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::negative_log_likelihood<Phone>(e.scores, e.labels); // wrong
#else
  return sp::negative_log_likelihood<Phone>(e.p, e.labels);
#endif
}
