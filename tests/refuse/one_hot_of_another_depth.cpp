// SPDX-License-Identifier: BSL-1.0
// expect: cannot_one_hot<tensor<index<Word>, Batch>>::because_the_labels_index<Word>::but_the_depth_is<Embed>
// expect: ::use_the_axis_of_the_labels
#include <shapeproof/ops/one_hot.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto one_hot_of_another_depth(sp::tensor<sp::index<Word>, Batch> const& labels) {
#ifdef MISTAKE
  return sp::one_hot<Embed>(labels); // wrong
#else
  return sp::one_hot<double>(labels);
#endif
}
