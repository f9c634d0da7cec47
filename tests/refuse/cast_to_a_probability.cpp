// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast<probability<float>, tensor<float, Batch>>::because_a_probability_is_made_by_softmax_or_sigmoid
// expect: ::use_assume_probability_if_it_is_one
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};

auto cast_to_a_probability(sp::tensor<float, Batch> const& x) {
#ifdef MISTAKE
  return sp::cast<sp::probability<float>>(x); // wrong
#else
  return sp::cast<double>(x);
#endif
}
