// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Phone, tensor<float, target<Phones>, Batch, Phone>,
// expect: tensor<index<Phone>, target<Phones>, Batch>>
// expect: ::because_the_model_read_its_answers::give_it_the_prefix
#include <shapeproof/ops/cross_entropy.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<float, sp::prefix<Phones>, Batch, Phone> of_the_prefix;
  sp::tensor<float, sp::target<Phones>, Batch, Phone> of_the_target;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> target;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::cross_entropy<Phone>(e.of_the_target, e.target); // wrong
#else
  return sp::cross_entropy<Phone>(e.of_the_prefix, e.target);
#endif
}
