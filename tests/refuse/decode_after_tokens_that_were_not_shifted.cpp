// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_after<tensor<index<Phone>, Phones, Batch>>::because_it_is_no_prefix
// expect: ::give_that_of_teacher_forcing
#include <shapeproof/data/teacher_forcing.hpp>
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct State : sp::axis<256> {};
using speller = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>>;

auto scores(speller const& decoder, sp::tensor<float, Letters, Batch, State> const& memory,
            sp::tensor<float, Batch, State> const& end, sp::tensor<sp::index<Phone>, Phones, Batch> const& said) {
  auto const start = decoder.start(std::array{std::tuple{end, sp::rename<State, sp::cell<State>>(end)}});
#ifdef MISTAKE
  return decoder.scores(said, start, memory); // wrong
#else
  sp::sequence_markers<Phone> const markers{.begin = sp::at<Phone, 0>(), .end = sp::at<Phone, 1>()};
  return decoder.scores(sp::teacher_forcing(said, markers).prefix, start, memory);
#endif
}
