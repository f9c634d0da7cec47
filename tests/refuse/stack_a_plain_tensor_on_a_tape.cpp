// SPDX-License-Identifier: BSL-1.0
// expect: cannot_stack<Layer, tensor<float, Batch>>::because_only_some_are_on_the_tape<>::put_the_others_there_too
#include <shapeproof/ops/stack.hpp>

struct Batch : sp::axis<> {};
struct Layer : sp::axis<2> {};

auto stack_a_plain_tensor_on_a_tape(sp::taped<float, Batch> const& x, sp::tensor<float, Batch> const& y,
                                    sp::tape& tape) {
#ifdef MISTAKE
  return sp::stack<Layer>(x, y); // wrong
#else
  return sp::stack<Layer>(x, tape(y));
#endif
}
