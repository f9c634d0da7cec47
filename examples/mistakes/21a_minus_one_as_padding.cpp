// SPDX-License-Identifier: BSL-1.0
// mistake: Rows that are too short are filled up with the id -1.
// elsewhere: TensorFlow's embedding lookup raises at run time on a CPU; on a GPU it gives zeros and says nothing.
// elsewhere: PyTorch raises an IndexError on a CPU, but its indexing of tensors takes -1 for the last row.
// expect: cannot_index<Word, -1>::because_positions_start_at_0::name_one_of_them
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<10> {};
using batch = sp::tensor<sp::index<Word>, Batch, Words>;

batch batch_of(std::vector<std::vector<sp::index<Word>>> sentences) {
#ifdef MISTAKE
  sp::index<Word> const padding = sp::at<Word, -1>(); // wrong
  for (auto& words : sentences) words.resize(4, padding);
  return sp::padded<batch>(sentences);
#else
  return sp::padded<batch>(sentences, Word{}, 4);
#endif
}

int main() {
  auto const a = sp::at<Word, 4>(), b = sp::at<Word, 7>();
  std::cout << batch_of({{a, b, a}, {b}}) << '\n';
}
