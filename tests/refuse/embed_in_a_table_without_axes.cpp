// SPDX-License-Identifier: BSL-1.0
// expect: cannot_embed<tensor<float>, tensor<index<Letter>, Batch>>::because_the_table_has_no_axis
// expect: ::give_it_the_vocabulary_and_its_features
#include <shapeproof/ops/embed.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Embed : sp::axis<8> {};

auto program([[maybe_unused]] sp::tensor<float> const& scalar,
             [[maybe_unused]] sp::tensor<float, Letter, Embed> const& table,
             sp::tensor<sp::index<Letter>, Batch> const& ids) {
#ifdef MISTAKE
  return embed(scalar, ids); // wrong
#else
  return embed(table, ids);
#endif
}
