// SPDX-License-Identifier: BSL-1.0
// expect: cannot_binary_cross_entropy<tensor<int, Batch, Phone>, tensor<bool, Batch, Phone>>
// expect: ::because_it_is_given<int>::cast_it_to_float
#include <shapeproof/ops/binary_cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<int, Batch, Phone> counts;
  sp::tensor<float, Batch, Phone> scores;
  sp::tensor<bool, Batch, Phone> flags;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::binary_cross_entropy(e.counts, e.flags); // wrong
#else
  return sp::binary_cross_entropy(e.scores, e.flags);
#endif
}
