// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast<float, tensor<index<Word>, Batch>>::because_ids_are_names_and_not_quantities<index<Word>>
// expect: ::embed_them_or_use_one_hot
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};

auto cast_ids_to_float(sp::tensor<sp::index<Word>, Batch> const& ids) {
#ifdef MISTAKE
  return sp::cast<float>(ids); // wrong
#else
  return sp::cast<int>(ids);
#endif
}
