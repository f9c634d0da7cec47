// SPDX-License-Identifier: BSL-1.0
// mistake: The losses of the words are averaged over the batch, position by position, and ended sentences are among
// mistake: them.
// elsewhere: losses.mean(0), and any mean over an axis of padded length, counts what the model says about padding in
// elsewhere: PyTorch and TensorFlow: the longest sentence of a batch decides what the others cost.
// source: tensorflow/docs#1460
// source: NovaSky-AI/SkyRL#462
// source: kaiyinzhou/BERT-NER#3
// expect: cannot_mean<tensor<float, Batch, Words>, Batch>::because_these_would_lose_their_batch<Words>::reduce_them_too
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Tag : sp::axis<3> {};

int main() {
  auto const scores = sp::tensor<float, Batch, Words, Tag>(Words{{3, 1}});
  auto const tags = sp::check_index<Tag>(sp::tensor<int, Batch, Words>::of({{0, 2, 1}, {1}}));
  auto const losses = sp::cross_entropy_each<Tag>(scores, tags);
#ifdef MISTAKE
  auto const loss = sp::mean<Batch>(losses); // wrong
#else
  auto const loss = sp::mean<Batch, Words>(losses);
#endif
  std::cout << loss << '\n';
}
