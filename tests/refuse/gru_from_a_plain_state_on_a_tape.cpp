// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Letters, Batch, Embed>, Embed, Half>
// expect: ::because_only_some_operands_are_on_the_tape::put_the_others_there_too
#include <shapeproof/nn/gru.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::gru<Embed, Half> const& layer, [[maybe_unused]] sp::tape& tape,
          sp::taped<float, Letters, Batch, Embed> const& word, sp::tensor<float, Batch, Half> const& h) {
#ifdef MISTAKE
  return layer(word, h); // wrong
#else
  return layer(word, tape(h));
#endif
}
