// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Letters, Batch, Half, Embed>, Embed, Half>
// expect: ::because_the_input_has_the_width_of_the_output::rename_one_of_them
#include <shapeproof/nn/gru.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::gru<Embed, Half> const& layer,
          [[maybe_unused]] sp::tensor<float, Letters, Batch, Half, Embed> const& pairs,
          [[maybe_unused]] sp::tensor<float, Letters, Batch, Embed> const& word) {
#ifdef MISTAKE
  return layer(pairs); // wrong
#else
  return layer(word);
#endif
}
