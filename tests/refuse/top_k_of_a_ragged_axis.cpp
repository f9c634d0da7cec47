// SPDX-License-Identifier: BSL-1.0
// expect: cannot_take_the_top_of<Letters, Beam, tensor<float, Letters, Batch>>
// expect: ::because_the_padding_of<Letters>::would_take_part
#include <shapeproof/ops/top_k.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Beam : sp::axis<4> {};

struct example {
  sp::tensor<float, Batch, Phone> scores;
  sp::tensor<float, Letters, Batch> letters;
};

auto best(example const& e) {
#ifdef MISTAKE
  return sp::top_k<Letters, Beam>(e.letters, Beam{}).indices; // wrong
#else
  return sp::top_k<Phone, Beam>(e.scores, Beam{}).indices;
#endif
}
