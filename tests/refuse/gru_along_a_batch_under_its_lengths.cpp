// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Batch, Letters, Embed>, Embed, Half>
// expect: ::because_these_would_lose_their_batch<Letters>::read_along_them_instead
#include <shapeproof/nn/gru.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::gru<Embed, Half> const& layer, sp::tensor<float, Batch, Letters, Embed> const& word) {
#ifdef MISTAKE
  return layer.run<Batch>(word); // wrong
#else
  return layer.run<Letters>(word);
#endif
}
