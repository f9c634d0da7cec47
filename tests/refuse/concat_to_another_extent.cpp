// SPDX-License-Identifier: BSL-1.0
// expect: cannot_concat<tensor<float, Batch, Embed>, tensor<float, Batch, Width>>::because_the_extents_are<8L?, 4L?>
// expect: ::but_the_result_has<8L?>::name_an_axis_of_their_sum
#include <shapeproof/ops/concat.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Twelve : sp::axis<12> {};

auto concat_to_another_extent(sp::tensor<float, Batch, Embed> const& a, sp::tensor<float, Batch, Width> const& b) {
#ifdef MISTAKE
  return sp::concat<sp::prev<Embed>>(a, b); // wrong
#else
  return sp::concat<Twelve>(a, b);
#endif
}
