// SPDX-License-Identifier: BSL-1.0
// expect: cannot_negative_log_likelihood<Phone, tensor<probability<float>, prefix<Phones>, Batch, Phone>,
// expect: tensor<index<Phone>, prefix<Phones>, Batch>>
// expect: ::because_the_labels_are_over<prefix<Phones>>::give_those_over<target<Phones>>
#include <shapeproof/ops/negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Phones : sp::ragged<Batch> {};

struct example {
  sp::tensor<sp::probability<float>, sp::prefix<Phones>, Batch, Phone> p;
  sp::tensor<sp::index<Phone>, sp::prefix<Phones>, Batch> prefix;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> target;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::negative_log_likelihood<Phone>(e.p, e.prefix); // wrong
#else
  return sp::negative_log_likelihood<Phone>(e.p, e.target);
#endif
}
