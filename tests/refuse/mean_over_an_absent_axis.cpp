// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mean<tensor<float, Batch, Embed>, Time>::because_the_operand_has_only<Batch, Embed>
// expect: ::name_some_of_these
#include <shapeproof/ops/mean.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Time : sp::axis<> {};

auto program(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::mean<Time>(x); // wrong
#else
  return sp::mean<Embed>(x);
#endif
}
