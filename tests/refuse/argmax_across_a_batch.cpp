// SPDX-License-Identifier: BSL-1.0
// expect: cannot_argmax_over<Batch, tensor<float, Letters, Batch, Phone>>::because_the_padding_of<Letters>
// expect: ::would_take_part
#include <shapeproof/ops/argmax.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<float, Letters, Batch, Phone> scores;
};

auto best(example const& e) {
#ifdef MISTAKE
  return sp::argmax<Batch>(e.scores); // wrong
#else
  return sp::argmax<Letters>(e.scores);
#endif
}
