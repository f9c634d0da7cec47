// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<float, Batch, Hidden>, tensor<float, Hidden>, tensor<float, Hidden>>
// expect: ::because_the_weight_has<Hidden>::give_it_the_axes_In_and_Out
#include <shapeproof/ops/affine.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program([[maybe_unused]] sp::tensor<float, Batch, Hidden> const& x,
             [[maybe_unused]] sp::tensor<float, Hidden> const& w, [[maybe_unused]] sp::tensor<float, Hidden> const& b,
             [[maybe_unused]] sp::tensor<float, Hidden, Out> const& v,
             [[maybe_unused]] sp::tensor<float, Out> const& c) {
#ifdef MISTAKE
  return sp::affine(x, w, b); // wrong
#else
  return sp::affine(x, v, c);
#endif
}
