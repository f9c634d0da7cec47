// SPDX-License-Identifier: BSL-1.0
// expect: cannot_compare<tensor<index<Letter>, Batch>, tensor<index<Letter>, Batch>>
// expect: ::because_the_element<index<Letter>>::has_no_order::use_equal_or_not_equal
#include <shapeproof/ops/compare.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};

auto program(sp::tensor<sp::index<Letter>, Batch> const& a, sp::tensor<sp::index<Letter>, Batch> const& b) {
#ifdef MISTAKE
  return a >= b; // wrong
#else
  return a != b;
#endif
}
