// SPDX-License-Identifier: BSL-1.0
// expect: cannot_stack<Layer, tensor<float, Batch>>::because_another_one_is_a<tensor<int, Batch>>
// expect: ::make_all_of_one_type
#include <shapeproof/ops/stack.hpp>

struct Batch : sp::axis<> {};
struct Layer : sp::axis<2> {};

auto stack_different_types(sp::tensor<float, Batch> const& x, [[maybe_unused]] sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return sp::stack<Layer>(x, n); // wrong
#else
  return sp::stack<Layer>(x, x);
#endif
}
