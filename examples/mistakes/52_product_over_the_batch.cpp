// SPDX-License-Identifier: BSL-1.0
// mistake: Questions are compared with texts by a product along the first axis, and that is the batch.
// elsewhere: Keras' Dot raises for axis 0, when the layer is called. torch.tensordot, torch.einsum and tf.einsum add up
// elsewhere: over the batch without a word, and padding with it.
// source: keras-team/keras#21717
// expect: cannot_dot<tensor<float, Batch, Embed>, tensor<float, Batch, Words, Embed>, Batch>
// expect: ::because_these_would_lose_their_batch<Words>::contract_another_axis
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Embed : sp::axis<4> {};

int main() {
  auto const questions = sp::tensor<float, Batch, Embed>(Batch{2}) + 1;
  auto const texts = sp::tensor<float, Batch, Words, Embed>(Words{{3, 1}}) + 1;
#ifdef MISTAKE
  auto const similar = sp::dot<Batch>(questions, texts); // wrong
#else
  auto const similar = sp::dot<Embed>(questions, texts);
#endif
  std::cout << similar << '\n';
}
