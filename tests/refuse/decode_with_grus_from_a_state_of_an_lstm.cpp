// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_from<std::array<std::tuple<tensor<float, Batch, State>, tensor<float, Batch, cell<State>>>, 1(UL)?>>
// expect: ::because_the_layers_are<1(UL)?>::give_each_its_h
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/nn/gru.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct State : sp::axis<256> {};
constexpr auto off = sp::input_feeding::off;
using speller = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>, off, float, sp::gru>;

using state = sp::tensor<float, Batch, State>;
using state_of_lstm = std::tuple<state, sp::tensor<float, Batch, sp::cell<State>>>;

auto begin(speller const& decoder, [[maybe_unused]] std::array<state_of_lstm, 1> const& wrong,
           [[maybe_unused]] std::array<state, 1> const& right) {
#ifdef MISTAKE
  return decoder.start(wrong); // wrong
#else
  return decoder.start(right);
#endif
}
