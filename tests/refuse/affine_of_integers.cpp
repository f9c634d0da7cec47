// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<int, Batch, Hidden>, tensor<int, Hidden, Out>, tensor<int, Out>>
// expect: ::because_the_element<int>::is_not_float_or_double::use_cast
#include <shapeproof/ops/affine.hpp>
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program([[maybe_unused]] sp::tensor<int, Batch, Hidden> const& x,
             [[maybe_unused]] sp::tensor<int, Hidden, Out> const& w, [[maybe_unused]] sp::tensor<int, Out> const& b) {
#ifdef MISTAKE
  return sp::affine(x, w, b); // wrong
#else
  return sp::affine(sp::cast<float>(x), sp::cast<float>(w), sp::cast<float>(b));
#endif
}
