// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_by_dot_over<State, tensor<float, Letters, Batch, Embed>>
// expect: ::because_the_operand_has_only<Letters, Batch, Embed>::rename_its_features
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct State : sp::axis<256> {};
using speller = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>>;
using hidden = sp::tensor<float, Batch, State>;
using cells = sp::tensor<float, Batch, sp::cell<State>>;
using layers = std::array<std::tuple<hidden, cells>, 1>;

auto prepared(speller const& decoder, sp::tensor<float, Letters, Batch, Embed> const& embedded,
              sp::tensor<float, Letters, Batch, State> const& memory) {
#ifdef MISTAKE
  (void)memory;
  return decoder.prepare(embedded); // wrong
#else
  (void)embedded;
  return decoder.prepare(memory);
#endif
}
