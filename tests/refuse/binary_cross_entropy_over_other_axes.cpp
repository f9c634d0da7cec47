// SPDX-License-Identifier: BSL-1.0
// expect: cannot_binary_cross_entropy<tensor<float, Batch, Phone>, tensor<bool, Batch>>
// expect: ::because_the_labels_lack<Phone>::and_have_besides<>::give_one_label_per_element
#include <shapeproof/ops/binary_cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<float, Batch, Phone> scores;
  sp::tensor<bool, Batch, Phone> flags;
  sp::tensor<bool, Batch> few;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::binary_cross_entropy(e.scores, e.few); // wrong
#else
  return sp::binary_cross_entropy(e.scores, e.flags);
#endif
}
