// SPDX-License-Identifier: BSL-1.0
// expect: cannot_unstack<Time, tensor<float, Batch>>::because_the_operand_has_only<Batch>::name_one_of_these
#include <shapeproof/ops/unstack.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto unstack_an_absent_axis(sp::tensor<float, Batch> const& x) {
#ifdef MISTAKE
  return sp::unstack<Time>(x); // wrong
#else
  return sp::unstack<Batch>(x);
#endif
}
