// SPDX-License-Identifier: BSL-1.0
// expect: cannot_embed<tensor<float, Letter, Embed>, tensor<int, Batch>>::because_the_ids_are_unchecked<int>
// expect: ::use_check_index<Letter>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/embed.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Embed : sp::axis<8> {};

auto program(sp::tensor<float, Letter, Embed> const& table, sp::tensor<int, Batch> const& raw) {
#ifdef MISTAKE
  return embed(table, raw); // wrong
#else
  return embed(table, sp::check_index<Letter>(raw));
#endif
}
