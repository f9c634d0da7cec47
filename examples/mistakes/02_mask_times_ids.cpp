// SPDX-License-Identifier: BSL-1.0
// mistake: Padding is taken out by multiplying the ids of the words with the mask.
// elsewhere: TensorFlow raises an InvalidArgumentError where int32 and float32 meet. PyTorch makes floats of the ids,
// elsewhere: and the embedding raises one line later.
// expect: cannot_multiply<tensor<index<Word>, Batch, Time>, tensor<float, Batch, Time>>
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Word : sp::axis<10> {};
struct Embed : sp::axis<4> {};

// The words of a batch as vectors, zeros at padding.
sp::tensor<float, Batch, Time, Embed> read(sp::embedding<Word, Embed> const& table,
                                           sp::tensor<sp::index<Word>, Batch, Time> const& ids,
                                           sp::tensor<float, Batch, Time> const& mask) {
#ifdef MISTAKE
  sp::tensor<sp::index<Word>, Batch, Time> const kept = ids * mask; // wrong
  return table(kept);
#else
  return table(ids) * mask;
#endif
}

int main() {
  auto const ids = sp::check_index<Word>(sp::tensor<int, Batch, Time>::of({{4, 7, 2}, {9, 0, 0}}));
  auto const mask = sp::tensor<float, Batch, Time>::of({{1, 1, 1}, {1, 0, 0}});
  sp::model<sp::embedding<Word, Embed>> const table(1);
  std::cout << read(table, ids, mask) << '\n';
}
