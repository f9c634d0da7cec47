// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<float, Batch, Hidden>, tensor<float, Embed, Out>, tensor<float, Out>>
// expect: ::because_the_input_lacks<Embed>::feed_what_the_weight_was_made_for
#include <shapeproof/ops/affine.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Embed : sp::axis<8> {};
struct Out : sp::axis<4> {};

auto program([[maybe_unused]] sp::tensor<float, Batch, Hidden> const& x,
             [[maybe_unused]] sp::tensor<float, Embed, Out> const& w, [[maybe_unused]] sp::tensor<float, Out> const& b,
             [[maybe_unused]] sp::tensor<float, Batch, Embed> const& y) {
#ifdef MISTAKE
  return sp::affine(x, w, b); // wrong
#else
  return sp::affine(y, w, b);
#endif
}
