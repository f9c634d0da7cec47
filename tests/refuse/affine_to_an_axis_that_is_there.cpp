// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<float, Batch, Hidden>, tensor<float, Hidden, Batch>, tensor<float, Batch>>
// expect: ::because_the_input_already_has<Batch>::rename_it_or_the_output
#include <shapeproof/ops/affine.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program([[maybe_unused]] sp::tensor<float, Batch, Hidden> const& x,
             [[maybe_unused]] sp::tensor<float, Hidden, Batch> const& w,
             [[maybe_unused]] sp::tensor<float, Batch> const& b,
             [[maybe_unused]] sp::tensor<float, Hidden, Out> const& v,
             [[maybe_unused]] sp::tensor<float, Out> const& c) {
#ifdef MISTAKE
  return sp::affine(x, w, b); // wrong
#else
  return sp::affine(x, v, c);
#endif
}
