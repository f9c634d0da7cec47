// SPDX-License-Identifier: BSL-1.0
// mistake: Id 100000 stands among ids of a vocabulary of 10000 words.
// elsewhere: TensorFlow's embedding lookup raises at run time on a CPU; on a GPU it gives zeros and says nothing.
// elsewhere: PyTorch raises an IndexError on a CPU, and on a GPU stops at an assertion on the device.
// expect: cannot_make<tensor<index<Word>, Time>>::because_not_every_number_is_a<index<Word>>::call_a_check
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Time : sp::axis<> {};
struct Word : sp::axis<10000> {};
struct Embed : sp::axis<2> {};

// A sentence to try a model with.
sp::tensor<sp::index<Word>, Time> example() {
#ifdef MISTAKE
  return sp::tensor<sp::index<Word>, Time>::of({12, 100000, 7}); // wrong
#else
  return sp::check_index<Word>(sp::tensor<int, Time>::of({12, 9999, 7}));
#endif
}

int main() {
  sp::model<sp::embedding<Word, Embed>> const table(1);
  std::cout << table(example()) << '\n';
}
