// SPDX-License-Identifier: BSL-1.0
// expect: cannot_negative_log_likelihood<Phone, tensor<probability<float>, Batch, Phone>, tensor<float, Batch, Phone>>
// expect: ::because_the_labels_are_one_hot::give_the_index_of_each_class
#include <shapeproof/ops/negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<sp::probability<float>, Batch, Phone> p;
  sp::tensor<sp::index<Phone>, Batch> labels;
  sp::tensor<float, Batch, Phone> one_hot;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::negative_log_likelihood<Phone>(e.p, e.one_hot); // wrong
#else
  return sp::negative_log_likelihood<Phone>(e.p, e.labels);
#endif
}
