// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_lstm<tensor<float, Row, Embed>, Embed, Half>
// expect: ::because_the_state_is_over<Batch, Half>
// expect: ::but_the_layer_carries<Row, Half>::start_from_a_state_of_this_layer
#include <shapeproof/nn/lstm.hpp>
#include <tuple>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};
struct Row : sp::axis<> {};

auto read(sp::lstm<Embed, Half> const& layer, [[maybe_unused]] sp::tensor<float, Row, Embed> const& one,
          [[maybe_unused]] sp::tensor<float, Batch, Embed> const& next, sp::tensor<float, Batch, Half> const& h,
          sp::tensor<float, Batch, sp::cell<Half>> const& c) {
#ifdef MISTAKE
  return layer.step(one, std::tuple{h, c}); // wrong
#else
  return layer.step(next, std::tuple{h, c});
#endif
}
