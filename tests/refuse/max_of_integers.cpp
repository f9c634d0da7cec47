// SPDX-License-Identifier: BSL-1.0
// expect: cannot_max<tensor<int, Batch>, Batch>::because_the_element<int>::is_not_float_or_double::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/max.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return sp::max<Batch>(n); // wrong
#else
  return sp::max<Batch>(sp::cast<float>(n));
#endif
}
