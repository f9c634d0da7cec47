// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mask<tensor<float, Batch>, tensor<bool, Batch>>::because_only_one_operand_is_on_the_tape<>
// expect: ::put_the_other_there_too
#include <shapeproof/ops/where.hpp>

struct Batch : sp::axis<> {};

auto mask_a_plain_tensor_on_a_tape(sp::tensor<float, Batch> const& x, sp::taped<bool, Batch> const& m, sp::tape& tape) {
#ifdef MISTAKE
  return sp::mask(x, m, 0); // wrong
#else
  return sp::mask(tape(x), m, 0);
#endif
}
