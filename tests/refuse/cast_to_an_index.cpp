// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast<index<Word>, tensor<int, Batch>>::because_an_index_is_proven_below_its_extent::use_check_index
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};

auto cast_to_an_index(sp::tensor<int, Batch> const& x) {
#ifdef MISTAKE
  return sp::cast<sp::index<Word>>(x); // wrong
#else
  return sp::cast<float>(x);
#endif
}
