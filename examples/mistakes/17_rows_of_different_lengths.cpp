// SPDX-License-Identifier: BSL-1.0
// mistake: Sentences of different lengths are put together into a batch as if they had one length.
// elsewhere: tf.data and PyTorch's default collate function raise when such a batch comes up, in the middle of an
// elsewhere: epoch.
// prints: stack: the extents of Time differ: 3 and 1, at the positions 0 and 2
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<10> {};
using sentence = std::vector<sp::index<Word>>;

int main() try {
  auto const a = sp::at<Word, 4>(), b = sp::at<Word, 7>();
  std::vector<sentence> const sentences{{a, b, a}, {b, b, a}, {b}};
#ifdef MISTAKE
  std::vector<sp::tensor<sp::index<Word>, Time>> rows;
  for (auto const& words : sentences) {
    auto raw = sp::tensor<int, Time>(Time{words.size()});
    for (auto t : raw.extent<Time>()) raw(t) = words[static_cast<std::size_t>(t.value())].value();
    rows.push_back(sp::check_index<Word>(raw));
  }
  std::cout << sp::stack<Batch>(rows) << '\n'; // wrong
#else
  std::cout << sp::padded<sp::tensor<sp::index<Word>, Batch, Words>>(sentences) << '\n';
#endif
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
