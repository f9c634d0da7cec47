// SPDX-License-Identifier: BSL-1.0
// expect: cannot_compare<tensor<index<Letter>, Batch>, int>
// expect: ::because_element_types_differ<index<Letter>, int>::use_cast<int>
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/compare.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};

auto program(sp::tensor<sp::index<Letter>, Batch> const& ids) {
#ifdef MISTAKE
  return ids != 3; // wrong
#else
  return sp::cast<int>(ids) != 3;
#endif
}
