// SPDX-License-Identifier: BSL-1.0
// expect: cannot_embed<tensor<float, Phone, Embed>, tensor<index<Letter>, Batch>>
// expect: ::because_the_ids_index<Letter>::but_the_table_is_over<Phone>
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

auto scores(speller const& decoder, sp::tensor<sp::index<Letter>, Batch> const& letters,
            sp::tensor<sp::index<Phone>, Batch> const& phones, layers const& state,
            sp::tensor<float, Letters, Batch, State> const& memory) {
#ifdef MISTAKE
  (void)phones;
  return decoder.step(letters, state, memory); // wrong
#else
  (void)letters;
  return decoder.step(phones, state, memory);
#endif
}
