// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Batch, Embed>, Embed, Half>
// expect: ::because_the_state_is_over<Batch, Embed>
// expect: ::but_the_layer_carries<Batch, Half>::start_from_a_state_of_this_layer
#include <array>
#include <shapeproof/nn/stacked_gru.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::stacked_gru<Embed, Half, 2> const& decoder, sp::tensor<float, Batch, Embed> const& next,
          [[maybe_unused]] std::array<sp::tensor<float, Batch, Half>, 2> const& states) {
#ifdef MISTAKE
  return decoder.step(next, std::array{next, next}); // wrong
#else
  return decoder.step(next, states);
#endif
}
