// SPDX-License-Identifier: BSL-1.0
// expect: cannot_take_the_top_of<Phone, Beam, tensor<float, Beam, Batch, Phone>>
// expect: ::because_it_has_the_new_axis_already::merge_it_with_the_axis_to_choose_along
#include <shapeproof/ops/top_k.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Beam : sp::axis<4> {};

struct example {
  sp::tensor<float, Batch, Phone> scores;
  sp::tensor<float, Beam, Batch, Phone> beams;
};

auto best(example const& e) {
#ifdef MISTAKE
  return sp::top_k<Phone, Beam>(e.beams, Beam{}).indices; // wrong
#else
  return sp::top_k<Phone, Beam>(e.scores, Beam{}).indices;
#endif
}
