// SPDX-License-Identifier: BSL-1.0
// expect: cannot_negative_log_likelihood<Phone, tensor<sp::probability<float>, target<Phones>, Batch, Phone>,
// expect: tensor<index<Phone>, target<Phones>, Batch>>
// expect: ::because_the_model_read_its_answers::give_it_the_prefix
#include <shapeproof/ops/negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};

struct example {
  sp::tensor<sp::probability<float>, sp::prefix<Phones>, Batch, Phone> of_the_prefix;
  sp::tensor<sp::probability<float>, sp::target<Phones>, Batch, Phone> of_the_target;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> target;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::negative_log_likelihood<Phone>(e.of_the_target, e.target); // wrong
#else
  return sp::negative_log_likelihood<Phone>(e.of_the_prefix, e.target);
#endif
}
