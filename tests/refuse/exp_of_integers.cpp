// SPDX-License-Identifier: BSL-1.0
// expect: cannot_exp<tensor<int, Batch>>::because_the_element<int>::is_not_float_or_double::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/exp.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return sp::exp(n); // wrong
#else
  return sp::exp(sp::cast<float>(n));
#endif
}
