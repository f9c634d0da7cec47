// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<float, Batch, Hidden>, tensor<float, Hidden, Out>>
// expect: ::because_no_axis_is_named::name_one_that_both_have
#include <shapeproof/ops/dot.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program(sp::tensor<float, Batch, Hidden> const& x, sp::tensor<float, Hidden, Out> const& w) {
#ifdef MISTAKE
  return sp::dot(x, w); // wrong
#else
  return sp::dot<Hidden>(x, w);
#endif
}
