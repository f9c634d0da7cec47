// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<float, Batch, Hidden>, tensor<bf16, Hidden, Out>, tensor<bf16, Out>>
// expect: ::because_bf16_weights_serve_inference_on_the_host::train_in_float_and_cast_the_model
#include <shapeproof/nn/linear.hpp>
#include <shapeproof/tape/cast_model.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};

auto program(sp::taped<float, Batch, Hidden> const& x, [[maybe_unused]] sp::model<sp::linear<Hidden, Out>> const& model,
             [[maybe_unused]] sp::model<sp::linear<Hidden, Out, sp::bf16>> const& small) {
#ifdef MISTAKE
  return small(x); // wrong
#else
  return model(x);
#endif
}
