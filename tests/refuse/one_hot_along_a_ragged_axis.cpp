// SPDX-License-Identifier: BSL-1.0
// expect: cannot_one_hot<tensor<index<Letters>, Batch>>::because_the_labels_index<Letters>
// expect: ::which_is_ragged_or_there_already
#include <shapeproof/ops/one_hot.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Word : sp::axis<> {};

auto one_hot_along_a_ragged_axis([[maybe_unused]] sp::tensor<sp::index<Letters>, Batch> const& n,
                                 sp::tensor<sp::index<Word>, Batch> const& labels) {
#ifdef MISTAKE
  return sp::one_hot(n); // wrong
#else
  return sp::one_hot(labels);
#endif
}
