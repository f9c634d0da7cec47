// SPDX-License-Identifier: BSL-1.0
// expect: cannot_embed<tensor<float, Letter, Embed>, tensor<index<Letter>, Batch>>
// expect: ::because_only_one_operand_is_on_the_tape<>::put_the_table_there_too
#include <shapeproof/ops/embed.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Embed : sp::axis<8> {};

auto program([[maybe_unused]] sp::tape& tape, sp::tensor<float, Letter, Embed> const& table,
             sp::taped<sp::index<Letter>, Batch> const& ids) {
#ifdef MISTAKE
  return embed(table, ids); // wrong
#else
  return embed(tape(table), ids);
#endif
}
