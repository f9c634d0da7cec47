// SPDX-License-Identifier: BSL-1.0
// expect: cannot_binary_cross_entropy<tensor<float, Batch, Phone>, tensor<float, Batch, Phone>>
// expect: ::because_the_labels_are<float>::give_them_as_bool
#include <shapeproof/ops/binary_cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<float, Batch, Phone> scores;
  sp::tensor<bool, Batch, Phone> flags;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::binary_cross_entropy(e.scores, e.scores); // wrong
#else
  return sp::binary_cross_entropy(e.scores, e.flags);
#endif
}
