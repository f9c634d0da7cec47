// SPDX-License-Identifier: BSL-1.0
// expect: cannot_scan<Row, tensor<float, Row, prefix<Said>, Code>>
// expect: ::because_a_step_would_lose_the_batch_of<prefix<Said>>::step_along_another_axis
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Row : sp::axis<> {};
struct Heard : sp::ragged<Row> {};
struct Said : sp::ragged<Row> {};
struct Word : sp::axis<40> {};
struct Code : sp::axis<64> {};
struct Wide : sp::axis<256> {};
using speller = sp::attention_decoder<Word, Code, Wide, Wide, 1, sp::dot_attention<Wide>, sp::input_feeding::on>;
using hidden = sp::tensor<float, Row, Wide>;
using cells = sp::tensor<float, Row, sp::cell<Wide>>;

struct example {
  sp::tensor<sp::index<Word>, Row, sp::prefix<Said>> rows;
  sp::tensor<sp::index<Word>, sp::prefix<Said>, Row> columns;
  std::tuple<std::array<std::tuple<hidden, cells>, 1>, hidden> state;
  sp::tensor<float, Heard, Row, Wide> memory;
};

auto scores(speller const& decoder, example const& e) {
#ifdef MISTAKE
  return decoder.scores(e.rows, e.state, e.memory); // wrong
#else
  return decoder.scores(e.columns, e.state, e.memory);
#endif
}
