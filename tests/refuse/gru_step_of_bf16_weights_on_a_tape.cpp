// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Batch, Embed>, Embed, Half>
// expect: ::because_bf16_weights_serve_inference_on_the_host::train_in_float_and_cast_the_model
#include <shapeproof/nn/gru.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read([[maybe_unused]] sp::gru<Embed, Half> const& layer,
          [[maybe_unused]] sp::gru<Embed, Half, sp::bf16> const& small, sp::taped<float, Batch, Embed> const& x,
          sp::taped<float, Batch, Half> const& h) {
#ifdef MISTAKE
  return small.step(x, h); // wrong
#else
  return layer.step(x, h);
#endif
}
