// SPDX-License-Identifier: BSL-1.0
// expect: cannot_permute<tensor<float, Batch, Time>>::because_the_new_order<Time, Embed, Batch>::has_also<Embed>
// expect: ::name_only_axes_of_the_operand
#include <shapeproof/ops/permute.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto permute_with_another_axis(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::permute<Time, Embed, Batch>(x); // wrong
#else
  return sp::permute<Time, Batch>(x);
#endif
}
