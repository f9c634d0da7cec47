// SPDX-License-Identifier: BSL-1.0
// expect: cannot_repeat<Colour, Grey, tensor<float, Batch, Grey>>::because_the_operand_has_only<Batch, Grey>
// expect: ::name_one_of_these
#include <shapeproof/ops/expand.hpp>

struct Batch : sp::axis<> {};
struct Grey : sp::axis<1> {};
struct Colour : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto repeat_an_absent_axis(sp::tensor<float, Batch, Grey> const& image) {
#ifdef MISTAKE
  return sp::repeat<Colour, Grey>(image); // wrong
#else
  return sp::repeat<Grey, Colour>(image);
#endif
}
