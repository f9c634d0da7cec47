// SPDX-License-Identifier: BSL-1.0
// mistake: Labels are made one-hot, and one-hot again where the model is trained.
// elsewhere: Keras' to_categorical takes zeros and ones for labels, and so do tf.one_hot and PyTorch's if they are
// elsewhere: integers. There is an axis more or, in early Keras, ten rows for each label; at best a loss throws on
// elsewhere: the shape.
// source: keras-team/autokeras#23
// source: yenlung/Deep-Learning-MOOC#1
// source: keras-team/keras#10254
// expect: cannot_one_hot<tensor<float, Image, Digit>>::because_it_is_given<float>
// expect: ::where_the_index_of_each_class_belongs
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Image : sp::axis<> {};
struct Digit : sp::axis<10> {};

float train_on(sp::tensor<float, Image, Digit> const& truth) {
  auto const chances = sp::tensor<float, Image, Digit>(truth.extent<Image>()) + 0.1f;
  return sp::mean(sp::square(chances - truth)).value();
}

int main() {
  auto const labels = sp::check_index<Digit>(sp::tensor<int, Image>::of({7, 0, 9}));
  auto const truth = sp::one_hot(labels);
#ifdef MISTAKE
  std::printf("%.2f\n", train_on(sp::one_hot(truth))); // wrong
#else
  std::printf("%.2f\n", train_on(truth));
#endif
}
