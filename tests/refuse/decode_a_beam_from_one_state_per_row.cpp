// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_from<tensor<float, Batch, State>>
// expect: ::because_the_tokens_are_over<Batch, hypotheses<Batch>>::give_one_state_for_each_token
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>
#include <shapeproof/seq2seq/hypotheses.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct State : sp::axis<256> {};
using speller = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>>;
using hidden = sp::tensor<float, Batch, State>;
using cells = sp::tensor<float, Batch, sp::cell<State>>;

struct example {
  sp::tensor<sp::index<Phone>, Batch, sp::hypotheses<Batch>> beam;
  sp::tensor<sp::index<Phone>, Batch> last;
  std::array<std::tuple<hidden, cells>, 1> state;
  sp::tensor<float, Letters, Batch, State> memory;
};

auto scores(speller const& decoder, example const& e) {
#ifdef MISTAKE
  return decoder.step(e.beam, e.state, e.memory); // wrong
#else
  return decoder.step(e.last, e.state, e.memory);
#endif
}
