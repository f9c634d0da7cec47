// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Letters, Batch, Sound>, Embed, Half>
// expect: ::because_the_input_lacks_the_width_of_the_layer::feed_what_the_layer_was_made_for
#include <shapeproof/nn/stacked_gru.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};
struct Sound : sp::axis<8> {};

auto read(sp::stacked_bidirectional_gru<Embed, Half, 2> const& encoder,
          sp::tensor<float, Letters, Batch, Embed> const& word,
          [[maybe_unused]] sp::tensor<float, Letters, Batch, Sound> const& spoken) {
#ifdef MISTAKE
  return encoder(spoken); // wrong
#else
  return encoder(word);
#endif
}
