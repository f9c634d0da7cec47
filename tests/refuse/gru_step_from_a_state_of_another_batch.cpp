// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Row, Embed>, Embed, Half>
// expect: ::because_the_state_is_over<Batch, Half>
// expect: ::but_the_layer_carries<Row, Half>::start_from_a_state_of_this_layer
#include <shapeproof/nn/gru.hpp>

struct Batch : sp::axis<> {};
struct Row : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::gru<Embed, Half> const& layer, [[maybe_unused]] sp::tensor<float, Row, Embed> const& one,
          [[maybe_unused]] sp::tensor<float, Batch, Embed> const& next, sp::tensor<float, Batch, Half> const& h) {
#ifdef MISTAKE
  return layer.step(one, h); // wrong
#else
  return layer.step(next, h);
#endif
}
