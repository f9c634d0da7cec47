// SPDX-License-Identifier: BSL-1.0
// expect: cannot_relu<tensor<int, Batch>>::because_the_element<int>::is_not_float_or_double::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/relu.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return sp::relu(n); // wrong
#else
  return sp::relu(sp::cast<float>(n));
#endif
}
