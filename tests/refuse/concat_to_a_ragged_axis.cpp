// SPDX-License-Identifier: BSL-1.0
// expect: cannot_concat<tensor<float, Batch, Half>, tensor<float, Batch, Width>>
// expect: ::because_the_result_axis_is_ragged<Letters>::name_a_plain_axis
#include <shapeproof/ops/concat.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Width : sp::axis<4> {};
struct Half : sp::axis<4> {};

auto concat_to_a_ragged_axis(sp::tensor<float, Batch, Half> const& a, sp::tensor<float, Batch, Width> const& b) {
#ifdef MISTAKE
  return sp::concat<Letters>(a, b); // wrong
#else
  return sp::concat(a, b);
#endif
}
