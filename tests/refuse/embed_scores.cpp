// SPDX-License-Identifier: BSL-1.0
// expect: cannot_embed<tensor<float, Letter, Embed>, tensor<float, Batch, Letter>>
// expect: ::because_the_ids_are_unchecked<float>::use_check_index<Letter>
#include <shapeproof/ops/argmax.hpp>
#include <shapeproof/ops/embed.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Embed : sp::axis<8> {};

auto program(sp::tensor<float, Letter, Embed> const& table, sp::tensor<float, Batch, Letter> const& scores) {
#ifdef MISTAKE
  return embed(table, scores); // wrong
#else
  return embed(table, sp::argmax<Letter>(scores));
#endif
}
