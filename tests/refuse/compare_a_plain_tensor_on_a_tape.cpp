// SPDX-License-Identifier: BSL-1.0
// expect: cannot_compare<tensor<float, Batch>, tensor<float, Batch>>
// expect: ::because_only_one_operand_is_on_the_tape::put_the_other_there_too
#include <shapeproof/ops/compare.hpp>

struct Batch : sp::axis<> {};

auto program([[maybe_unused]] sp::tape& tape, sp::taped<float, Batch> const& a, sp::tensor<float, Batch> const& b) {
#ifdef MISTAKE
  return a > b; // wrong
#else
  return a > tape(b);
#endif
}
