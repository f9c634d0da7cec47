// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<float, Batch, Hidden>, tensor<float, Embed, Out>, Hidden>
// expect: ::because_right_has_only<Embed, Out>::contract_an_axis_of_both
#include <shapeproof/ops/dot.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Embed : sp::axis<8> {};
struct Out : sp::axis<4> {};

auto program([[maybe_unused]] sp::tensor<float, Batch, Hidden> const& x,
             [[maybe_unused]] sp::tensor<float, Embed, Out> const& w,
             [[maybe_unused]] sp::tensor<float, Hidden, Out> const& v) {
#ifdef MISTAKE
  return sp::dot<Hidden>(x, w); // wrong
#else
  return sp::dot<Hidden>(x, v);
#endif
}
