// SPDX-License-Identifier: BSL-1.0
// expect: cannot_negative_log_likelihood<Word, tensor<probability<float>, Batch, Phone>, tensor<index<Phone>, Batch>>
// expect: ::because_there_is_no_class_axis::name_the_axis_that_adds_up_to_1
#include <shapeproof/ops/negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Word : sp::axis<> {};

struct example {
  sp::tensor<sp::probability<float>, Batch, Phone> p;
  sp::tensor<sp::index<Phone>, Batch> labels;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::negative_log_likelihood<Word>(e.p, e.labels); // wrong
#else
  return sp::negative_log_likelihood<Phone>(e.p, e.labels);
#endif
}
