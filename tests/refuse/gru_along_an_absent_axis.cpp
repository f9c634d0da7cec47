// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Letters, Batch, Embed>, Embed, Half>
// expect: ::because_there_is_no_axis<Phones>::read_along_an_axis_of_the_input
#include <shapeproof/nn/gru.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};
struct Phones : sp::ragged<Batch> {};

auto read(sp::gru<Embed, Half> const& layer, sp::tensor<float, Letters, Batch, Embed> const& word) {
#ifdef MISTAKE
  return layer.run<Phones>(word); // wrong
#else
  return layer.run<Letters>(word);
#endif
}
