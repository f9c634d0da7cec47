// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<float, Batch, Hidden>, tensor<float, Hidden, Out>, Hidden>
// expect: ::because_only_one_operand_is_on_the_tape::put_the_other_there_too
#include <shapeproof/ops/dot.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program([[maybe_unused]] sp::tape& tape, sp::tensor<float, Batch, Hidden> const& x,
             sp::taped<float, Hidden, Out> const& w) {
#ifdef MISTAKE
  return sp::dot<Hidden>(x, w); // wrong
#else
  return sp::dot<Hidden>(tape(x), w);
#endif
}
