// SPDX-License-Identifier: BSL-1.0
// expect: cannot_divide<tensor<int, Batch>, tensor<int, Batch>>::because_the_element<int>
// expect: ::has_quotients_with_a_rest::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/divide.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return n / n; // wrong
#else
  return sp::cast<float>(n) / sp::cast<float>(n);
#endif
}
