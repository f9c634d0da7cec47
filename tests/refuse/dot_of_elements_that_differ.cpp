// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<float, Batch, Hidden>, tensor<double, Hidden, Out>, Hidden>
// expect: ::because_element_types_differ<float, double>::use_cast<double>
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/dot.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program(sp::tensor<float, Batch, Hidden> const& x, sp::tensor<double, Hidden, Out> const& w) {
#ifdef MISTAKE
  return sp::dot<Hidden>(x, w); // wrong
#else
  return sp::dot<Hidden>(x, sp::cast<float>(w));
#endif
}
