// SPDX-License-Identifier: BSL-1.0
// mistake: Layer normalisation goes along the words of a sentence instead of along the features of a word.
// elsewhere: With a fixed number of words PyTorch and Keras normalise along any axis that they are given: padding and
// elsewhere: later words change what a word is.
// source: patrick-kidger/equinox#471
// source: Qualcomm-AI-research/geometric-algebra-transformer#8
// source: tensorflow/tensorflow#22731
// expect: cannot_layer_norm_over<Words, tensor<float, Batch, Words, Hidden>, tensor<float, Hidden>, tensor<float, Hidden>>
// expect: ::because_the_padding_of<Words>::would_take_part
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Hidden : sp::axis<4> {};

int main() {
  auto const hidden = sp::tensor<float, Batch, Words, Hidden>(Words{{3, 1}});
  auto const gain = sp::tensor<float, Hidden>(Hidden{}) + 1;
  auto const offset = sp::tensor<float, Hidden>(Hidden{});
#ifdef MISTAKE
  auto const normal = sp::layer_norm<Words>(hidden, gain, offset); // wrong
#else
  auto const normal = sp::layer_norm<Hidden>(hidden, gain, offset);
#endif
  std::cout << normal << '\n';
}
