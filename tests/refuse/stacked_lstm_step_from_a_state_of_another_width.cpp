// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_lstm<tensor<float, Batch, Embed>, Embed, Half>
// expect: ::because_the_state_is_over<Batch, Embed>
// expect: ::but_the_layer_carries<Batch, Half>::start_from_a_state_of_this_layer
#include <shapeproof/nn/stacked_lstm.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

template <class Width>
using states = std::array<std::tuple<sp::tensor<float, Batch, Width>, sp::tensor<float, Batch, sp::cell<Width>>>, 2>;

auto read(sp::stacked_lstm<Embed, Half, 2> const& decoder, sp::tensor<float, Batch, Embed> const& next,
          [[maybe_unused]] states<Embed> const& wrong, [[maybe_unused]] states<Half> const& right) {
#ifdef MISTAKE
  return decoder.step(next, wrong); // wrong
#else
  return decoder.step(next, right);
#endif
}
