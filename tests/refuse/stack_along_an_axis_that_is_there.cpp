// SPDX-License-Identifier: BSL-1.0
// expect: cannot_stack<Batch, tensor<float, Batch>>::because_they_have_that_axis_already::concat_or_name_another_axis
#include <shapeproof/ops/stack.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Layer : sp::axis<2> {};

auto stack_along_an_axis_that_is_there(sp::tensor<float, Batch> const& x, sp::tensor<float, Batch> const& y) {
#ifdef MISTAKE
  return sp::stack<Batch>(x, y); // wrong
#else
  return sp::stack<Time>(x, y);
#endif
}
