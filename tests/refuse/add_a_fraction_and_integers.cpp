// SPDX-License-Identifier: BSL-1.0
// expect: cannot_add<tensor<int, Batch>, double>
// expect: ::because_element_types_differ<int, double>::use_cast<double>
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return n + 0.5; // wrong
#else
  return sp::cast<double>(n) + 0.5;
#endif
}
