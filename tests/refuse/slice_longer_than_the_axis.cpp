// SPDX-License-Identifier: BSL-1.0
// expect: cannot_slice<Width, Embed, tensor<float, Width>>::because_the_extent_is<4L?>::and_the_part_ends_at<8L?>
// expect: ::take_less
#include <shapeproof/ops/slice.hpp>

struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};

auto slice_longer_than_the_axis([[maybe_unused]] sp::tensor<float, Width> const& w, sp::tensor<float, Embed> const& x) {
#ifdef MISTAKE
  return sp::slice<Width, Embed>(w, 0, Embed{}); // wrong
#else
  return sp::slice<Embed, Width>(x, 0, Width{});
#endif
}
