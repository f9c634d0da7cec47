// SPDX-License-Identifier: BSL-1.0
// expect: cannot_one_hot<tensor<int, Batch>>::because_the_labels_are_unchecked<int>::use_check_index
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/one_hot.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};

auto one_hot_of_unchecked_labels(sp::tensor<int, Batch> const& raw) {
#ifdef MISTAKE
  return sp::one_hot(raw); // wrong
#else
  return sp::one_hot(sp::check_index<Word>(raw, Word{9}));
#endif
}
