// SPDX-License-Identifier: BSL-1.0
// expect: cannot_subtract<tensor<float, Batch>, bool>
// expect: ::because_element_types_differ<float, bool>::use_cast<float>
#include <shapeproof/ops/subtract.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<float, Batch> const& a) {
#ifdef MISTAKE
  return a - true; // wrong
#else
  return a - 1;
#endif
}
