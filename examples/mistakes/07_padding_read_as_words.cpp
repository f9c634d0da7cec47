// SPDX-License-Identifier: BSL-1.0
// mistake: Sentences are padded to one length, and their own lengths are forgotten.
// elsewhere: The recurrent layers of TensorFlow and PyTorch read padding like words, unless a mask or the lengths are
// elsewhere: handed to them as well: the state they end with is that behind the padding, and nothing is reported.
// expect: cannot_pad_into<tensor<index<Word>, Time, Batch>>
// expect: ::because_plain_axes_keep_no_lengths::make_the_positions_ragged
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<10> {};
struct Embed : sp::axis<4> {};
struct Hidden : sp::axis<6> {};

struct reader {
  BOOST_HANA_DEFINE_STRUCT(reader, (sp::embedding<Word, Embed>, table), (sp::lstm<Embed, Hidden>, layer));
  auto operator()(auto const& ids) const { return std::get<0>(layer.run(table(ids)).state); }
};

auto batch_of(std::vector<std::vector<sp::index<Word>>> const& sentences) {
#ifdef MISTAKE
  return sp::padded<sp::tensor<sp::index<Word>, Time, Batch>>(sentences); // wrong
#else
  return sp::padded<sp::tensor<sp::index<Word>, Words, Batch>>(sentences);
#endif
}

int main() {
  auto const a = sp::at<Word, 4>(), b = sp::at<Word, 7>();
  sp::model<reader> const model(1);
  std::cout << model(batch_of({{a, b, a}, {b}})) << '\n';
}
