// SPDX-License-Identifier: BSL-1.0
// expect: cannot_take_the_top_of<Letters, Beam, tensor<float, Batch, Phone>>
// expect: ::because_there_is_no_such_axis::name_the_axis_to_choose_along
#include <shapeproof/ops/top_k.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Beam : sp::axis<4> {};

struct example {
  sp::tensor<float, Batch, Phone> scores;
};

auto best(example const& e) {
#ifdef MISTAKE
  return sp::top_k<Letters, Beam>(e.scores, Beam{}).indices; // wrong
#else
  return sp::top_k<Phone, Beam>(e.scores, Beam{}).indices;
#endif
}
