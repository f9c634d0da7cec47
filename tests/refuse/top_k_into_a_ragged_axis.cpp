// SPDX-License-Identifier: BSL-1.0
// expect: cannot_take_the_top_of<Phone, Letters, tensor<float, Batch, Phone>>
// expect: ::because_the_new_axis_is_ragged::name_a_plain_axis
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
  return sp::top_k<Phone, Letters>(e.scores, Letters{}).indices; // wrong
#else
  return sp::top_k<Phone, Beam>(e.scores, Beam{}).indices;
#endif
}
