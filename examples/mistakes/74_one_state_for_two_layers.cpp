// SPDX-License-Identifier: BSL-1.0
// mistake: A decoder gets a second layer, and still begins with the state of one.
// elsewhere: PyTorch raises in the recurrent layer: "Expected hidden[0] size (2, 8, 512), got (1, 8, 512)". Models that fill up
// elsewhere: with zeros or repeat a state run.
// source: wasiahmad/context_attentive_ir#10
// expect: cannot_decode_from<std::array<std::tuple<tensor<float, Batch, State>, tensor<float, Batch, cell<State>>>, 1(UL)?>>
// expect: ::because_the_layers_are<2(UL)?>::give_each_a_tuple_of_h_and_c
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<50> {};
struct Embed : sp::axis<8> {};
struct State : sp::axis<16> {};

struct rewriter {
  using writer = sp::attention_decoder<Word, Embed, State, State, 2, sp::dot_attention<State>>;
  BOOST_HANA_DEFINE_STRUCT(rewriter, (sp::embedding<Word, Embed>, words), (sp::stacked_lstm<Embed, State, 2>, reader),
                           (writer, decoder));
  // The state that the answer begins from.
  using state = std::tuple<sp::tensor<float, Batch, State>, sp::tensor<float, Batch, sp::cell<State>>>;
  auto begin(std::array<state, 2> const& read) const {
#ifdef MISTAKE
    return decoder.start(std::array{read[1]}); // wrong
#else
    return decoder.start(read);
#endif
  }
};

int main() {
  sp::model<rewriter> const model(1);
  auto const query = sp::check_index<Word>(sp::tensor<int, Words, Batch>(Words{{3, 2}}));
  auto const start = model.begin(model.reader.run(model.words(query)).state);
  std::cout << "begins with " << start.size() << " layers\n";
}
