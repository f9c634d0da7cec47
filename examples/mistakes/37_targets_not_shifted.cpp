// SPDX-License-Identifier: BSL-1.0
// mistake: A decoder reads the very tokens that it shall answer, instead of those before them.
// elsewhere: Every framework trains it: the loss falls to nearly zero, because the decoder only copies, and what it
// elsewhere: generates is worthless.
// source: huggingface/transformers#3711
// source: songlab-cal/tape#32
// source: Kyubyong/transformer#94
// expect: cannot_decode_after<tensor<index<Phone>, Phones, Batch>>::because_it_is_no_prefix
// expect: ::give_that_of_teacher_forcing
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Frames : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<8> {};
struct State : sp::axis<16> {};

struct transcriber {
  using writer = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>>;
  BOOST_HANA_DEFINE_STRUCT(transcriber, (sp::lstm<Embed, State>, reader), (writer, decoder));
};

// What the model makes of every place of what was said.
auto scores(transcriber const& model, sp::tensor<float, Frames, Batch, Embed> const& heard,
            sp::tensor<sp::index<Phone>, Phones, Batch> const& said, sp::sequence_markers<Phone> markers) {
  auto const taught = sp::teacher_forcing(said, markers);
  auto const read = model.reader.run(heard);
  auto const memory = model.decoder.prepare(read.outputs);
  auto const start = model.decoder.start(std::array{read.state});
#ifdef MISTAKE
  return model.decoder.scores(said, start, memory); // wrong
#else
  return model.decoder.scores(taught.prefix, start, memory);
#endif
}

int main() {
  sp::model<transcriber> const model(1);
  auto const heard = sp::tensor<float, Frames, Batch, Embed>(Frames{{9, 5}});
  auto const said = sp::check_index<Phone>(sp::tensor<int, Phones, Batch>(Phones{{3, 2}}) + 7);
  sp::sequence_markers<Phone> const markers{.begin = sp::at<Phone, 0>(), .end = sp::at<Phone, 1>()};
  std::cout << scores(model, heard, said, markers) << '\n';
}
