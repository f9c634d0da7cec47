// SPDX-License-Identifier: BSL-1.0
// expect: cannot_concat<tensor<float, Batch, Embed>, tensor<float, Batch, Embed>>::because_no_axis_differs
// expect: ::rename_the_axis_that_grows
#include <shapeproof/ops/concat.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto concat_the_same_axes(sp::tensor<float, Batch, Embed> const& a,
                          sp::tensor<float, Batch, sp::prev<Embed>> const& b) {
#ifdef MISTAKE
  return sp::concat(a, a); // wrong
#else
  return sp::concat(a, b);
#endif
}
