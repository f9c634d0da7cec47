// SPDX-License-Identifier: BSL-1.0
// expect: cannot_choose_where<tensor<bool, Batch>, tensor<float, Batch>, tensor<float, Batch>>
// expect: ::because_only_some_operands_are_on_the_tape<>::put_the_others_there_too
#include <shapeproof/ops/where.hpp>

struct Batch : sp::axis<> {};

auto where_one_choice_is_not_on_the_tape(sp::tensor<bool, Batch> const& m, sp::taped<float, Batch> const& a,
                                         sp::tensor<float, Batch> const& b, sp::tape& tape) {
#ifdef MISTAKE
  return sp::where(m, a, b); // wrong
#else
  return sp::where(m, a, tape(b));
#endif
}
