// SPDX-License-Identifier: BSL-1.0
// mistake: Data was padded with -1 by another program, and its padding is read as ids.
// elsewhere: TensorFlow's embedding lookup raises at run time on a CPU; on a GPU it gives zeros and says nothing.
// elsewhere: PyTorch raises an IndexError on a CPU, but its indexing of tensors takes -1 for the last row.
// prints: id -1 at position 4 \(Batch 1, Time 1\) does not fit the extent 10 of Word
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<10> {};

int main() try {
  int const numbers[] = {4, 7, 4, 7, -1, -1};
#ifdef MISTAKE
  auto const raw = sp::tensor<int, Batch, Time>::of(numbers, Batch{2}, Time{3}); // wrong
#else
  auto const raw = sp::tensor<int, Batch, Words>::of(numbers, Words{{3, 1}});
#endif
  std::cout << sp::check_index<Word>(raw) << '\n';
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
