// SPDX-License-Identifier: BSL-1.0
// mistake: A batch of sentences is flattened to a list of words and averaged, and the padding is among them.
// elsewhere: hidden.mean(dim=1) in PyTorch counts the padding: the same sentence gets another embedding in another
// elsewhere: batch.
// source: huggingface/transformers#17463
// source: autoliuweijie/BERT-whitening-pytorch#13
// expect: cannot_merge<Batch, Words, tensor<float, Batch, Words, Hidden>>
// expect: ::because_padding_would_become_real_positions_of<Words>::merge_plain_axes
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct AllWords : sp::axis<> {};
struct Hidden : sp::axis<2> {};

int main() {
  auto const hidden = sp::tensor<float, Batch, Words, Hidden>(Words{{3, 1}}) + 1;
#ifdef MISTAKE
  sp::tensor<float, AllWords, Hidden> const words = sp::merge<Batch, Words, AllWords>(hidden); // wrong
  auto const mean = sp::mean<AllWords>(words);
#else
  auto const mean = sp::mean<Batch, Words>(hidden);
#endif
  std::cout << mean << '\n';
}
