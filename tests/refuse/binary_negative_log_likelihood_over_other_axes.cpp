// SPDX-License-Identifier: BSL-1.0
// expect: cannot_binary_negative_log_likelihood<tensor<probability<float>, Batch, Phone>, tensor<bool, Batch, Word>>
// expect: ::because_the_labels_lack<Phone>::and_have_besides<Word>::give_one_label_per_element
#include <shapeproof/ops/binary_negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Word : sp::axis<40> {};

struct example {
  sp::tensor<sp::probability<float>, Batch, Phone> p;
  sp::tensor<bool, Batch, Phone> phones;
  sp::tensor<bool, Batch, Word> words;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::binary_negative_log_likelihood(e.p, e.words); // wrong
#else
  return sp::binary_negative_log_likelihood(e.p, e.phones);
#endif
}
