// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather<Batch, tensor<float, Batch, Embed>, tensor<index<Batch>, Kept>>
// expect: ::because_only_one_operand_is_on_the_tape<>::put_the_other_there_too
#include <shapeproof/ops/gather.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Kept : sp::axis<> {};

auto gather_from_a_plain_tensor_on_a_tape(sp::tensor<float, Batch, Embed> const& x,
                                          sp::taped<sp::index<Batch>, Kept> const& ids, sp::tape& tape) {
#ifdef MISTAKE
  return sp::gather<Batch>(x, ids); // wrong
#else
  return sp::gather<Batch>(tape(x), ids);
#endif
}
