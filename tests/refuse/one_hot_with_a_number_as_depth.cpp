// SPDX-License-Identifier: BSL-1.0
// expect: cannot_one_hot<tensor<index<Word>, Batch>>::because_the_labels_index<Word>::so_no_depth_is_given
#include <shapeproof/ops/one_hot.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};

auto one_hot_with_a_number_as_depth(sp::tensor<sp::index<Word>, Batch> const& labels) {
#ifdef MISTAKE
  return sp::one_hot(labels, 3); // wrong
#else
  return sp::one_hot(labels);
#endif
}
