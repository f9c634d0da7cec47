// SPDX-License-Identifier: BSL-1.0
// expect: cannot_compare<tensor<index<Letter>, Batch>, index<Phone>>
// expect: ::because_element_types_differ<index<Letter>, index<Phone>>::use_cast<int>
#include <shapeproof/ops/compare.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Phone : sp::axis<40> {};

auto program(sp::tensor<sp::index<Letter>, Batch> const& letters) {
#ifdef MISTAKE
  return letters == sp::at<Phone, 1>(); // wrong
#else
  return letters == sp::at<Letter, 1>();
#endif
}
