// SPDX-License-Identifier: BSL-1.0
// expect: cannot_subtract<tensor<float, Batch>, tensor<int, Batch>>
// expect: ::because_element_types_differ<float, int>::use_cast<float>
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/subtract.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<float, Batch> const& a, sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return a - n; // wrong
#else
  return a - sp::cast<float>(n);
#endif
}
