// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Words, tensor<float, Batch, Words, Tag>, tensor<index<Tag>, Batch, Words>>
// expect: ::because_the_labels_index<Tag>::take_labels_of_the_class_axis
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Tag : sp::axis<3> {};

auto loss(sp::tensor<float, Batch, Words, Tag> const& scores, sp::tensor<sp::index<Tag>, Batch, Words> const& tags) {
#ifdef MISTAKE
  return sp::cross_entropy<Words>(scores, tags); // wrong
#else
  return sp::cross_entropy<Tag>(scores, tags);
#endif
}
