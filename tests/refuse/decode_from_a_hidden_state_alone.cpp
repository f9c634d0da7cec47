// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_from<tensor<float, Batch, State>>::because_the_cell_state_lacks<cell<State>>
// expect: ::rename_it_if_it_is_meant
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/ops/rename.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct State : sp::axis<256> {};
using speller = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>>;

auto begin(speller const& decoder, sp::tensor<float, Batch, State> const& h) {
#ifdef MISTAKE
  return decoder.start(std::array{std::tuple{h, h}}); // wrong
#else
  return decoder.start(std::array{std::tuple{h, sp::rename<State, sp::cell<State>>(h)}});
#endif
}
