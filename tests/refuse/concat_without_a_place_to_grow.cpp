// SPDX-License-Identifier: BSL-1.0
// expect: cannot_concat<tensor<float, Batch, Embed>, tensor<float, Width, Batch>>::because_left_has<Batch, Embed>
// expect: ::and_right_has<Width, Batch>::let_one_axis_differ_at_the_same_place
#include <shapeproof/ops/concat.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};

auto concat_without_a_place_to_grow(sp::tensor<float, Batch, Embed> const& a,
                                    sp::tensor<float, Width, Batch> const& b) {
#ifdef MISTAKE
  return sp::concat(a, b); // wrong
#else
  return sp::concat(a, sp::tensor<float, Batch, Width>(b.extent<Batch>()));
#endif
}
