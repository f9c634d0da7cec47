// SPDX-License-Identifier: BSL-1.0
// expect: cannot_embed<tensor<float, Letter, Embed>, tensor<index<Letter>, Embed>>
// expect: ::because_table_and_ids_both_have<Embed>::rename_that_axis_of_one
#include <shapeproof/ops/embed.hpp>
#include <shapeproof/ops/rename.hpp>

struct Letter : sp::axis<27> {};
struct Embed : sp::axis<8> {};
struct Time : sp::axis<> {};

auto program(sp::tensor<float, Letter, Embed> const& table, sp::tensor<sp::index<Letter>, Embed> const& ids) {
#ifdef MISTAKE
  return embed(table, ids); // wrong
#else
  return embed(table, sp::rename<Embed, Time>(ids));
#endif
}
