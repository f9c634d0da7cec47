// SPDX-License-Identifier: BSL-1.0
// expect: cannot_negative_log_likelihood<Letters, tensor<log_probability<float>, Letters, Batch>,
// expect: tensor<index<Letters>, Batch>>
// expect: ::because_logarithms_of_padding_are_undefined::take_probabilities_over_ragged_classes
#include <shapeproof/ops/negative_log_likelihood.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Letters : sp::ragged<Batch> {};

struct example {
  sp::tensor<sp::probability<float>, Letters, Batch> p;
  sp::tensor<sp::log_probability<float>, Letters, Batch> log_p;
  sp::tensor<sp::index<Letters>, Batch> labels;
};

auto loss(example const& e) {
#ifdef MISTAKE
  return sp::negative_log_likelihood<Letters>(e.log_p, e.labels); // wrong
#else
  return sp::negative_log_likelihood<Letters>(e.p, e.labels);
#endif
}
