// SPDX-License-Identifier: BSL-1.0
// expect: cannot_one_hot<tensor<float, Batch, Word>>::because_it_is_given<float>::where_the_index_of_each_class_belongs
#include <shapeproof/ops/one_hot.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<9> {};

auto program(sp::tensor<sp::index<Word>, Batch> const& labels) {
#ifdef MISTAKE
  return sp::one_hot(sp::one_hot(labels)); // wrong
#else
  return sp::one_hot(labels);
#endif
}
