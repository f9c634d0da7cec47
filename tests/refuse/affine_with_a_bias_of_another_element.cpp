// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<float, Batch, Hidden>, tensor<float, Hidden, Out>, tensor<double, Out>>
// expect: ::because_element_types_differ<float, double>::use_cast<double>
#include <shapeproof/ops/affine.hpp>
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program([[maybe_unused]] sp::tensor<float, Batch, Hidden> const& x,
             [[maybe_unused]] sp::tensor<float, Hidden, Out> const& w,
             [[maybe_unused]] sp::tensor<double, Out> const& b) {
#ifdef MISTAKE
  return sp::affine(x, w, b); // wrong
#else
  return sp::affine(x, w, sp::cast<float>(b));
#endif
}
