// SPDX-License-Identifier: BSL-1.0
// mistake: Labels are made one-hot, and then given to a loss that makes them one-hot itself.
// elsewhere: Keras' sparse_categorical_crossentropy throws on the shape, when training starts.
// source: keras-team/keras#7749
// source: wikibook/tf2#8
// expect: cannot_cross_entropy<Digit, tensor<float, Image, Digit>, tensor<float, Image, Digit>>::because_the_labels_are_one_hot
// expect: ::give_the_index_of_each_class
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Image : sp::axis<> {};
struct Digit : sp::axis<10> {};

int main() {
  auto const scores = sp::tensor<float, Image, Digit>(Image{3});
  auto const raw = sp::tensor<int, Image>::of({7, 0, 9}, Image{3});
  auto const labels = sp::check_index<Digit>(raw);
#ifdef MISTAKE
  auto const loss = sp::cross_entropy<Digit>(scores, sp::one_hot<float>(labels)); // wrong
#else
  auto const loss = sp::cross_entropy<Digit>(scores, labels);
#endif
  std::printf("loss %.2f\n", loss.value());
}
