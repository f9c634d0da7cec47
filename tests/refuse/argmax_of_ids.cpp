// SPDX-License-Identifier: BSL-1.0
// expect: cannot_argmax_over<Batch, tensor<index<Phone>, Batch>>::because_it_holds<index<Phone>>::cast_them_to_float
#include <shapeproof/ops/argmax.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<sp::index<Phone>, Batch> phones;
  sp::tensor<float, Batch> scores;
};

auto best(example const& e) {
#ifdef MISTAKE
  return sp::argmax<Batch>(e.phones); // wrong
#else
  return sp::argmax<Batch>(e.scores);
#endif
}
