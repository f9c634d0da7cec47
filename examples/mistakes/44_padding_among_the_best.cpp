// SPDX-License-Identifier: BSL-1.0
// mistake: The strongest words of a sentence are picked, and padding is stronger than some of them.
// elsewhere: PyTorch's topk and max take padding for words: an example is judged differently alone and in a batch.
// source: allenai/allennlp#4739
// expect: cannot_take_the_top_of<Words, Best, tensor<float, Batch, Words>>::because_the_padding_of<Words>::would_take_part
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Best : sp::axis<1> {};

int main() {
  auto const strength = sp::tensor<float, Batch, Words>::of({-1, -3, -2, -4, 0, 0}, Words{{3, 1}});
#ifdef MISTAKE
  auto const strongest = sp::top_k<Words, Best>(strength, Best{}).values; // wrong
#else
  auto const strongest = sp::max<Words>(strength);
#endif
  std::cout << strongest << '\n';
}
