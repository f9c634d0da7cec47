// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<double, Letters, Batch, Embed>, Embed, Half>
// expect: ::because_element_types_differ<double, float>::use_cast<float>
#include <shapeproof/nn/gru.hpp>
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::gru<Embed, Half> const& layer, sp::tensor<double, Letters, Batch, Embed> const& word) {
#ifdef MISTAKE
  return layer(word); // wrong
#else
  return layer(sp::cast<float>(word));
#endif
}
