// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_lstm<tensor<float, Letters, Batch, Embed>, Embed, Half>
// expect: ::because_the_state_is_over<Batch, reversed<Half>>
// expect: ::but_the_layer_carries<Batch, Half>::start_from_a_state_of_this_layer
#include <shapeproof/nn/lstm.hpp>
#include <shapeproof/ops/rename.hpp>
#include <tuple>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

struct example {
  sp::tensor<float, Letters, Batch, Embed> word;
  sp::tensor<float, Batch, sp::reversed<Half>> end;
  sp::tensor<float, Batch, sp::cell<Half>> c;
};

auto read(sp::lstm<Embed, Half> const& layer, example const& e) {
#ifdef MISTAKE
  return layer(e.word, std::tuple{e.end, e.c}); // wrong
#else
  return layer(e.word, std::tuple{sp::rename<sp::reversed<Half>, Half>(e.end), e.c});
#endif
}
