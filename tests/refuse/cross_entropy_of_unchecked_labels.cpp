// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Phone, tensor<float, prefix<Phones>, Batch, Phone>,
// expect: tensor<int, target<Phones>, Batch>>
// expect: ::because_the_labels_are<int>::use_check_index
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<float, sp::prefix<Phones>, Batch, Phone> scores;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> labels;
  sp::tensor<int, sp::target<Phones>, Batch> raw;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::cross_entropy<Phone>(e.scores, e.raw); // wrong
#else
  return sp::cross_entropy<Phone>(e.scores, e.labels);
#endif
}
