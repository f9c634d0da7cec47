// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<float, Batch, Hidden>, tensor<float, Hidden, Out>, tensor<float, Out>>
// expect: ::because_only_some_operands_are_on_the_tape::put_the_others_there_too
#include <shapeproof/ops/affine.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program([[maybe_unused]] sp::tape& tape, sp::tensor<float, Batch, Hidden> const& x,
             sp::taped<float, Hidden, Out> const& w, sp::parameter<float, Out> const& b) {
#ifdef MISTAKE
  return sp::affine(x, w, b); // wrong
#else
  return sp::affine(tape(x), w, b);
#endif
}
