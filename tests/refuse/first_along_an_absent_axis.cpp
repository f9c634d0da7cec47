// SPDX-License-Identifier: BSL-1.0
// expect: cannot_pick_a_position_along<Embed, tensor<float, Batch, Time>>::because_the_operand_has_only<Batch, Time>
// expect: ::name_one_of_these
#include <shapeproof/ops/first_last.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto first_along_an_absent_axis(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::first<Embed>(x); // wrong
#else
  return sp::first<Time>(x);
#endif
}
