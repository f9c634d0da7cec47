// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<float, Letters, Batch>, tensor<float, Batch, Out>, tensor<float, Out>>
// expect: ::because_these_would_lose_their_batch<Letters>::give_the_weight_another_In
#include <shapeproof/ops/affine.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program([[maybe_unused]] sp::tensor<float, Letters, Batch> const& x,
             [[maybe_unused]] sp::tensor<float, Batch, Out> const& w, [[maybe_unused]] sp::tensor<float, Out> const& b,
             [[maybe_unused]] sp::tensor<float, Letters, Batch, Hidden> const& y,
             [[maybe_unused]] sp::tensor<float, Hidden, Out> const& v) {
#ifdef MISTAKE
  return sp::affine(x, w, b); // wrong
#else
  return sp::affine(y, v, b);
#endif
}
