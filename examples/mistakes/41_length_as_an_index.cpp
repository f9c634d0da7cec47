// SPDX-License-Identifier: BSL-1.0
// mistake: The number of words is used as the position of the last one.
// elsewhere: PyTorch's indexing and TensorFlow's gather give the position behind each sentence, a padding; only for the
// elsewhere: longest row of a batch it throws.
// source: yandexdataschool/Practical_RL#558
// source: dennybritz/tf-rnn#4
// expect: cannot_gather<Words, tensor<float, Batch, Words, Hidden>, tensor<length<Words>, Batch>>
// expect: ::because_the_ids_are_lengths<length<Words>>::take_the_last_position_of_each_row
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Hidden : sp::axis<4> {};

int main() {
  Words const words{{5, 2}};
  auto const outputs = sp::tensor<float, Batch, Words, Hidden>(words);
  auto const lengths = sp::check_length<Words>(sp::tensor<int, Batch>::of({5, 2}), words);
#ifdef MISTAKE
  auto const summary = sp::gather<Words>(outputs, lengths); // wrong
#else
  auto const summary = sp::last<Words>(outputs);
#endif
  std::cout << summary << " of rows with lengths " << lengths << '\n';
}
