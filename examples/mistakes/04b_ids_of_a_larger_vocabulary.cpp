// SPDX-License-Identifier: BSL-1.0
// mistake: Id 15 stands in the data, and the vocabulary has 10 words.
// elsewhere: TensorFlow's embedding lookup raises at run time on a CPU; on a GPU it gives zeros and says nothing.
// elsewhere: PyTorch raises an IndexError on a CPU, and on a GPU stops at an assertion on the device.
// prints: id 15 at position 4 \(Batch 1, Time 1\) does not fit the extent 10 of Word
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Word : sp::axis<> {};
struct Embed : sp::axis<2> {};

int main() try {
  auto const raw = sp::tensor<int, Batch, Time>::of({{3, 1, 9}, {4, 15, 2}}); // read from a file
#ifdef MISTAKE
  auto const ids = sp::check_index<Word>(raw, Word{10}); // wrong
#else
  auto const ids = sp::check_index<Word>(raw, Word{16});
#endif
  sp::model<sp::embedding<Word, Embed>> const table(1, Word{16});
  std::cout << table(ids) << '\n';
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
