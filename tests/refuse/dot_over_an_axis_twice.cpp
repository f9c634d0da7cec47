// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<float, Batch, Hidden>, tensor<float, Hidden, Out>, Hidden, Hidden>
// expect: ::because_an_axis_is_named_twice::name_each_once
#include <shapeproof/ops/dot.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program(sp::tensor<float, Batch, Hidden> const& x, sp::tensor<float, Hidden, Out> const& w) {
#ifdef MISTAKE
  return sp::dot<Hidden, Hidden>(x, w); // wrong
#else
  return sp::dot<Hidden>(x, w);
#endif
}
