// SPDX-License-Identifier: BSL-1.0
// expect: cannot_take_the_top_of<Batch, Beam, tensor<index<Phone>, Batch>>
// expect: ::because_it_holds<index<Phone>>::cast_them_to_float
#include <shapeproof/ops/top_k.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Beam : sp::axis<4> {};

struct example {
  sp::tensor<float, Batch, Phone> scores;
  sp::tensor<sp::index<Phone>, Batch> ids;
};

auto best(example const& e) {
#ifdef MISTAKE
  return sp::top_k<Batch, Beam>(e.ids, Beam{}).indices; // wrong
#else
  return sp::top_k<Phone, Beam>(e.scores, Beam{}).indices;
#endif
}
