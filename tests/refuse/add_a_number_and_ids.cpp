// SPDX-License-Identifier: BSL-1.0
// expect: cannot_add<tensor<index<Letter>, Batch>, int>
// expect: ::because_the_element<index<Letter>>::is_not_a_plain_number::use_cast
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};

auto program(sp::tensor<sp::index<Letter>, Batch> const& ids) {
#ifdef MISTAKE
  return 1 + ids; // wrong
#else
  return 1 + sp::cast<int>(ids);
#endif
}
