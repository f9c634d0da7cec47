// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_lstm<tensor<float, Letters, Batch, Embed>, Embed, Half>
// expect: ::because_only_some_operands_are_on_the_tape::put_the_others_there_too
#include <shapeproof/nn/lstm.hpp>
#include <tuple>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::lstm<Embed, Half> const& layer, [[maybe_unused]] sp::tape& tape,
          sp::taped<float, Letters, Batch, Embed> const& word, sp::tensor<float, Batch, Half> const& h,
          sp::tensor<float, Batch, sp::cell<Half>> const& c) {
#ifdef MISTAKE
  return layer(word, std::tuple{h, c}); // wrong
#else
  return layer(word, std::tuple{tape(h), tape(c)});
#endif
}
