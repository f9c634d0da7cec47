// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<int, Batch>, tensor<int, Batch>, Batch>
// expect: ::because_the_element<int>::is_not_float_or_double::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/dot.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return sp::dot<Batch>(n, n); // wrong
#else
  return sp::dot<Batch>(sp::cast<float>(n), sp::cast<float>(n));
#endif
}
