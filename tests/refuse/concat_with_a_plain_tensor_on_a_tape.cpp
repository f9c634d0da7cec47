// SPDX-License-Identifier: BSL-1.0
// expect: cannot_concat<tensor<float, Batch, Embed>, tensor<float, Batch, Width>>
// expect: ::because_only_one_operand_is_on_the_tape<>::put_the_other_there_too
#include <shapeproof/ops/concat.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};

auto concat_with_a_plain_tensor_on_a_tape(sp::taped<float, Batch, Embed> const& a,
                                          sp::tensor<float, Batch, Width> const& b, sp::tape& tape) {
#ifdef MISTAKE
  return sp::concat(a, b); // wrong
#else
  return sp::concat(a, tape(b));
#endif
}
