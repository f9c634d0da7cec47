// SPDX-License-Identifier: BSL-1.0
// expect: cannot_compare<tensor<bool, Batch>, bool>
// expect: ::because_the_element<bool>::is_the_answer_already::use_it_as_a_mask
#include <shapeproof/ops/compare.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<bool, Batch> const& mask) {
#ifdef MISTAKE
  return mask == true; // wrong
#else
  return mask == mask;
#endif
}
