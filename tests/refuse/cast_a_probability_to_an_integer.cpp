// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast<int, tensor<probability<float>, Batch>>
// expect: ::because_it_would_cut_off_every_fraction<probability<float>>::compare_with_a_threshold
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};

auto cast_a_probability_to_an_integer(sp::tensor<sp::probability<float>, Batch> const& p) {
#ifdef MISTAKE
  return sp::cast<int>(p); // wrong
#else
  return sp::cast<float>(p);
#endif
}
