// SPDX-License-Identifier: BSL-1.0
// expect: cannot_concat<tensor<float, Batch, Half>, tensor<float, Batch, Width>>::because_the_other_axes_have<Batch>
// expect: ::choose_another_name_for_the_result
#include <shapeproof/ops/concat.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Half : sp::axis<4> {};

auto concat_to_an_axis_that_is_there(sp::tensor<float, Batch, Half> const& a,
                                     sp::tensor<float, Batch, Width> const& b) {
#ifdef MISTAKE
  return sp::concat<Batch>(a, b); // wrong
#else
  return sp::concat<Embed>(a, b);
#endif
}
