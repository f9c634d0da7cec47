// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_from<std::array<std::tuple<tensor<float, Batch, State>, tensor<float, Batch, cell<State>>>, 1(UL)?>>
// expect: ::because_the_layers_are<2(UL)?>::give_each_a_tuple_of_h_and_c
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct State : sp::axis<256> {};
using speller = sp::attention_decoder<Phone, Embed, State, State, 2, sp::dot_attention<State>>;
using hidden = sp::tensor<float, Batch, State>;
using cells = sp::tensor<float, Batch, sp::cell<State>>;

auto begin(speller const& decoder, std::tuple<hidden, cells> const& last) {
#ifdef MISTAKE
  return decoder.start(std::array{last}); // wrong
#else
  return decoder.start(std::array{last, last});
#endif
}
