// SPDX-License-Identifier: BSL-1.0
// expect: cannot_divide<tensor<index<Letter>, Batch>, tensor<float, Batch>>
// expect: ::because_ids_are_names_and_not_quantities<index<Letter>>::embed_them_or_use_one_hot
#include <shapeproof/ops/divide.hpp>
#include <shapeproof/ops/embed.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Embed : sp::axis<8> {};

auto program([[maybe_unused]] sp::tensor<float, Letter, Embed> const& table,
             sp::tensor<sp::index<Letter>, Batch> const& ids, sp::tensor<float, Batch> const& numbers) {
#ifdef MISTAKE
  return ids / numbers; // wrong
#else
  return embed(table, ids) / numbers;
#endif
}
