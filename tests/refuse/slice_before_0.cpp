// SPDX-License-Identifier: BSL-1.0
// expect: cannot_slice<Embed, Width, tensor<float, Embed>>::because_the_extent_is<8L?>::and_the_part_begins_before_0
#include <shapeproof/ops/slice.hpp>

struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};

auto slice_before_0(sp::tensor<float, Embed> const& x) {
#ifdef MISTAKE
  return sp::slice<Embed, Width, -1>(x); // wrong
#else
  return sp::slice<Embed, Width, 0>(x);
#endif
}
