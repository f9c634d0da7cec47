// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Letters, Batch, Embed>, Embed, Half>
// expect: ::because_the_weights_have_other_axes::take_all_of_one_layer
#include <shapeproof/nn/gru.hpp>
#include <shapeproof/nn/lstm.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::gru<Embed, Half> const& layer, [[maybe_unused]] sp::lstm<Embed, Half> const& other,
          sp::tensor<float, Letters, Batch, Embed> const& word) {
#ifdef MISTAKE
  return sp::gru_sequence(word, other.w_ih, other.w_hh, other.bias, layer.recurrent_bias); // wrong
#else
  return sp::gru_sequence(word, layer.w_ih, layer.w_hh, layer.bias, layer.recurrent_bias);
#endif
}
