// SPDX-License-Identifier: BSL-1.0
// expect: cannot_embed<tensor<float, Letter, Embed>, tensor<index<Phone>, Batch>>
// expect: ::because_the_ids_index<Phone>::but_the_table_is_over<Letter>::look_up_in_the_table_of_the_ids
#include <shapeproof/ops/embed.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<8> {};

auto program(sp::tensor<float, Letter, Embed> const& table,
             [[maybe_unused]] sp::tensor<sp::index<Phone>, Batch> const& phones,
             [[maybe_unused]] sp::tensor<sp::index<Letter>, Batch> const& letters) {
#ifdef MISTAKE
  return embed(table, phones); // wrong
#else
  return embed(table, letters);
#endif
}
