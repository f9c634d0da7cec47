// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_lstm<tensor<float, Letters, Batch, Embed>, Embed, Half>
// expect: ::because_bf16_weights_serve_inference_on_the_host::train_in_float_and_cast_the_model
#include <shapeproof/nn/lstm.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read([[maybe_unused]] sp::lstm<Embed, Half> const& layer,
          [[maybe_unused]] sp::lstm<Embed, Half, sp::bf16> const& small,
          sp::taped<float, Letters, Batch, Embed> const& word) {
#ifdef MISTAKE
  return small(word); // wrong
#else
  return layer(word);
#endif
}
