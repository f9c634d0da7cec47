// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast<log_probability<float>, tensor<float, Batch>>::because_a_log_probability_is_made_by_log_softmax
// expect: ::take_log_softmax_of_the_scores
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};

auto cast_to_a_log_probability(sp::tensor<float, Batch> const& x) {
#ifdef MISTAKE
  return sp::cast<sp::log_probability<float>>(x); // wrong
#else
  return sp::cast<double>(x);
#endif
}
