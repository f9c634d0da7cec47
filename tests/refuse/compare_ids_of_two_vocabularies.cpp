// SPDX-License-Identifier: BSL-1.0
// expect: cannot_compare<tensor<index<Letter>, Batch>, tensor<index<Phone>, Batch>>
// expect: ::because_element_types_differ<index<Letter>, index<Phone>>::use_cast<int>
#include <shapeproof/ops/compare.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Phone : sp::axis<40> {};

auto program(sp::tensor<sp::index<Letter>, Batch> const& letters,
             [[maybe_unused]] sp::tensor<sp::index<Phone>, Batch> const& phones) {
#ifdef MISTAKE
  return letters == phones; // wrong
#else
  return letters == letters;
#endif
}
