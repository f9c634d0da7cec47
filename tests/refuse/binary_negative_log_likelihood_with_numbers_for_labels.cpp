// SPDX-License-Identifier: BSL-1.0
// expect: cannot_binary_negative_log_likelihood<tensor<probability<float>, Batch, Phone>,
// expect: tensor<float, Batch, Phone>>
// expect: ::because_the_labels_are<float>::give_them_as_bool
#include <shapeproof/ops/binary_negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<sp::probability<float>, Batch, Phone> p;
  sp::tensor<float, Batch, Phone> scores;
  sp::tensor<bool, Batch, Phone> flags;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::binary_negative_log_likelihood(e.p, e.scores); // wrong
#else
  return sp::binary_negative_log_likelihood(e.p, e.flags);
#endif
}
