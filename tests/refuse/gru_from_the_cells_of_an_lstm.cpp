// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Letters, Batch, Embed>, Embed, Half>
// expect: ::because_the_state_is_over<Batch, cell<Half>>
// expect: ::but_the_layer_carries<Batch, Half>::start_from_a_state_of_this_layer
#include <shapeproof/nn/gru.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::gru<Embed, Half> const& layer, sp::tensor<float, Letters, Batch, Embed> const& word,
          [[maybe_unused]] sp::tensor<float, Batch, Half> const& h,
          [[maybe_unused]] sp::tensor<float, Batch, sp::cell<Half>> const& c) {
#ifdef MISTAKE
  return layer(word, c); // wrong
#else
  return layer(word, h);
#endif
}
