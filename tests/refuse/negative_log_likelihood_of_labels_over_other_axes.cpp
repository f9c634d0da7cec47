// SPDX-License-Identifier: BSL-1.0
// expect: cannot_negative_log_likelihood<Phone, tensor<probability<float>, Batch, Phone>, tensor<index<Phone>, Sentence>>
// expect: ::because_the_labels_lack<Batch>::and_have_besides<Sentence>::give_one_label_per_position
#include <shapeproof/ops/negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Sentence : sp::axis<> {};

struct example {
  sp::tensor<sp::probability<float>, Batch, Phone> p;
  sp::tensor<sp::index<Phone>, Batch> labels;
  sp::tensor<sp::index<Phone>, Sentence> of_sentences;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::negative_log_likelihood<Phone>(e.p, e.of_sentences); // wrong
#else
  return sp::negative_log_likelihood<Phone>(e.p, e.labels);
#endif
}
