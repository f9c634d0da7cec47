// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast<unit_interval<float>, tensor<float, Batch>>::because_a_unit_interval_is_made_by_rescale
// expect: ::use_rescale
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};

auto cast_to_a_unit_interval(sp::tensor<float, Batch> const& x) {
#ifdef MISTAKE
  return sp::cast<sp::unit_interval<float>>(x); // wrong
#else
  return sp::cast<double>(x);
#endif
}
