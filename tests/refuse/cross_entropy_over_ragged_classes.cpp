// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Letters, tensor<float, Letters, Batch>, tensor<index<Letters>, Batch>>
// expect: ::because_the_classes_are_ragged::use_softmax_and_negative_log_likelihood
#include <shapeproof/ops/cross_entropy.hpp>
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Letters : sp::ragged<Batch> {};

struct example {
  sp::tensor<float, Letters, Batch> pointers;
  sp::tensor<sp::index<Letters>, Batch> places;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::cross_entropy<Letters>(e.pointers, e.places); // wrong
#else
  return sp::softmax<Letters>(e.pointers);
#endif
}
