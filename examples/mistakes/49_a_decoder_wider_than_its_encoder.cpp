// SPDX-License-Identifier: BSL-1.0
// mistake: The decoder of a model is made wider than its encoder, with whose state it still begins.
// elsewhere: PyTorch raises in the recurrent cell, calls below the line that trains, with two numbers; where the numbers
// elsewhere: happen to agree it runs.
// source: clovaai/FocusSeq2Seq#6
// source: magic282/SEASS#11
// expect: cannot_decode_from<tensor<float, Batch, Reader>>::because_the_state_lacks<Writer>
// expect: ::project_it_to_the_width_of_the_decoder
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<50> {};
struct Answer : sp::axis<60> {};
struct Embed : sp::axis<8> {};
struct Reader : sp::axis<16> {};
struct Writer : sp::axis<32> {};

struct answerer {
  using writer = sp::attention_decoder<Answer, Embed, Writer, Reader, 1, sp::general_attention<Writer, Reader>>;
  BOOST_HANA_DEFINE_STRUCT(answerer, (sp::embedding<Word, Embed>, words), (sp::stacked_lstm<Embed, Reader, 3>, encoder),
                           (sp::linear<Reader, Writer>, bridge), (writer, decoder));
  // The state that the answer begins from.
  auto begin(sp::tensor<sp::index<Word>, Words, Batch> const& text) const {
    auto const read = encoder.run(words(text));
#ifdef MISTAKE
    return decoder.start(std::array{read.state.back()}); // wrong
#else
    auto const h = sp::tanh(bridge(sp::last_outputs(read)));
    return decoder.start(std::array{std::tuple{h, sp::rename<Writer, sp::cell<Writer>>(h)}});
#endif
  }
};

int main() {
  sp::model<answerer> const model(1);
  auto const text = sp::check_index<Word>(sp::tensor<int, Words, Batch>(Words{{3, 2}}));
  auto const start = model.begin(text);
  std::cout << "begins with " << start.size() << " layer\n";
}
