// SPDX-License-Identifier: BSL-1.0
// expect: cannot_binary_negative_log_likelihood<tensor<float, Batch, Phone>, tensor<bool, Batch, Phone>>
// expect: ::because_it_is_given<float>::where_probabilities_belong
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
  return sp::binary_negative_log_likelihood(e.scores, e.flags); // wrong
#else
  return sp::binary_negative_log_likelihood(e.p, e.flags);
#endif
}
