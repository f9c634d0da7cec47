// SPDX-License-Identifier: BSL-1.0
// expect: cannot_argmax_over<Word, tensor<float, Letters, Batch, Phone>>
// expect: ::because_there_is_no_such_axis::name_the_axis_to_choose_along
#include <shapeproof/ops/argmax.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Word : sp::axis<> {};

struct example {
  sp::tensor<float, Letters, Batch, Phone> scores;
};

auto best(example const& e) {
#ifdef MISTAKE
  return sp::argmax<Word>(e.scores); // wrong
#else
  return sp::argmax<Phone>(e.scores);
#endif
}
