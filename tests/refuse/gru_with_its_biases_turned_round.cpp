// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Letters, Batch, Embed>, Embed, Half>
// expect: ::because_the_weights_have_other_axes::take_all_of_one_layer
#include <shapeproof/nn/gru.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::gru<Embed, Half> const& layer, sp::tensor<float, Letters, Batch, Embed> const& word) {
#ifdef MISTAKE
  return sp::gru_sequence(word, layer.w_ih, layer.w_hh, layer.recurrent_bias, layer.bias); // wrong
#else
  return sp::gru_sequence(word, layer.w_ih, layer.w_hh, layer.bias, layer.recurrent_bias);
#endif
}
