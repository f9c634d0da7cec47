// SPDX-License-Identifier: BSL-1.0
// expect: cannot_sigmoid<tensor<probability<float>, Batch>>::because_the_element<probability<float>>
// expect: ::is_not_float_or_double::use_cast
#include <shapeproof/ops/sigmoid.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<float, Batch> const& x) {
#ifdef MISTAKE
  return sigmoid(sigmoid(x)); // wrong
#else
  return sigmoid(x);
#endif
}
