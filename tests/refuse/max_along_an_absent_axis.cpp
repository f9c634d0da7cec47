// SPDX-License-Identifier: BSL-1.0
// expect: cannot_max<tensor<float, Batch, Embed>, Time>::because_the_operand_has_only<Batch, Embed>
// expect: ::name_one_of_these
#include <shapeproof/ops/max.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Time : sp::axis<> {};

auto program(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::max<Time>(x); // wrong
#else
  return sp::max<Embed>(x);
#endif
}
