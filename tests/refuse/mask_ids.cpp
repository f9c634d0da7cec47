// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mask<tensor<index<Word>, Batch>, tensor<bool, Batch>>
// expect: ::because_its_elements_were_checked<index<Word>>::cast_them_first
#include <shapeproof/ops/where.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};

auto mask_ids([[maybe_unused]] sp::tensor<sp::index<Word>, Batch> const& ids, sp::tensor<int, Batch> const& x,
              sp::tensor<bool, Batch> const& m) {
#ifdef MISTAKE
  return sp::mask(ids, m, 0); // wrong
#else
  return sp::mask(x, m, 0);
#endif
}
