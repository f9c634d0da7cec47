// SPDX-License-Identifier: BSL-1.0
// expect: cannot_stack<Layer, tensor<float, Batch>>::because_the_extent_is<2L?>::and_there_are<3L?>
// expect: ::give_one_for_each_position
#include <shapeproof/ops/stack.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Layer : sp::axis<2> {};

auto stack_too_many(sp::tensor<float, Batch> const& x, sp::tensor<float, Batch> const& y) {
#ifdef MISTAKE
  return sp::stack<Layer>(x, y, x); // wrong
#else
  return sp::stack<Layer>(x, y);
#endif
}
