// SPDX-License-Identifier: BSL-1.0
// expect: cannot_take_the_top_of<Phone, Beam, tensor<float, Batch, Phone>>
// expect: ::because_it_is_on_the_tape::choose_without_a_tape
#include <shapeproof/ops/top_k.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Beam : sp::axis<4> {};

struct example {
  sp::tensor<float, Batch, Phone> scores;
  sp::taped<float, Batch, Phone> taped;
};

auto best(example const& e) {
#ifdef MISTAKE
  return sp::top_k<Phone, Beam>(e.taped, Beam{}).indices; // wrong
#else
  return sp::top_k<Phone, Beam>(e.scores, Beam{}).indices;
#endif
}
