// SPDX-License-Identifier: BSL-1.0
// expect: cannot_pick_a_position_along<Letters, tensor<float, Letters, Batch, both<Half, reversed<Half>>>>
// expect: ::because_one_direction_has_only_begun_there<both<Half, reversed<Half>>>::take_last_outputs_of_run
#include <shapeproof/nn/bidirectional_lstm.hpp>
#include <shapeproof/nn/last_outputs.hpp>
#include <shapeproof/ops/first_last.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto summary(sp::bidirectional_lstm<Embed, Half> const& layer, sp::tensor<float, Letters, Batch, Embed> const& word) {
  auto const read = layer.run(word);
#ifdef MISTAKE
  return sp::last<Letters>(read.outputs); // wrong
#else
  return sp::last_outputs(read);
#endif
}
