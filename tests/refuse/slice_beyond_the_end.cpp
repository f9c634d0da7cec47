// SPDX-License-Identifier: BSL-1.0
// expect: cannot_slice<Embed, Width, tensor<float, Embed>>::because_the_extent_is<8L?>::and_the_part_ends_at<9L?>
// expect: ::take_less
#include <shapeproof/ops/slice.hpp>

struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};

auto slice_beyond_the_end(sp::tensor<float, Embed> const& x) {
#ifdef MISTAKE
  return sp::slice<Embed, Width, 5>(x); // wrong
#else
  return sp::slice<Embed, Width, 4>(x);
#endif
}
