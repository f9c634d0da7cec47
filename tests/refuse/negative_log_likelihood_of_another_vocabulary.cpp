// SPDX-License-Identifier: BSL-1.0
// expect: cannot_negative_log_likelihood<Phone, tensor<probability<float>, Batch, Phone>, tensor<index<Letter>, Batch>>
// expect: ::because_the_labels_index<Letter>::take_labels_of_the_class_axis
#include <shapeproof/ops/negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Letter : sp::axis<27> {};

struct example {
  sp::tensor<sp::probability<float>, Batch, Phone> p;
  sp::tensor<sp::index<Phone>, Batch> labels;
  sp::tensor<sp::index<Letter>, Batch> letters;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::negative_log_likelihood<Phone>(e.p, e.letters); // wrong
#else
  return sp::negative_log_likelihood<Phone>(e.p, e.labels);
#endif
}
