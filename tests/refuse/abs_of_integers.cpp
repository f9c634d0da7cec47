// SPDX-License-Identifier: BSL-1.0
// expect: cannot_abs<tensor<int, Batch>>::because_the_element<int>::is_not_float_or_double::use_cast
#include <shapeproof/ops/abs.hpp>
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return sp::abs(n); // wrong
#else
  return sp::abs(sp::cast<float>(n));
#endif
}
