// SPDX-License-Identifier: BSL-1.0
// mistake: A softmax is taken over the rows of a batch, so that what a text is depends on the texts beside it.
// elsewhere: softmax(dim=0) runs in PyTorch and trains; alone in its batch every text has every label with certainty.
// source: fxia22/pointnet.pytorch#27
// source: perone/euclidesdb#2
// source: falloutdurham/beginners-pytorch-deep-learning#36
// expect: cannot_softmax_over<Batch, tensor<float, Batch, Words, Tag>>::because_the_padding_of<Words>::would_get_a_share
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Tag : sp::axis<3> {};

int main() {
  auto const scores = sp::tensor<float, Batch, Words, Tag>(Words{{2, 1}});
#ifdef MISTAKE
  auto const chances = sp::softmax<Batch>(scores); // wrong
#else
  auto const chances = sp::softmax<Tag>(scores);
#endif
  std::cout << chances << '\n';
}
