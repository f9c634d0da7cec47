// SPDX-License-Identifier: BSL-1.0
// mistake: Labels of 5 classes are made one-hot with a depth of 3.
// elsewhere: TensorFlow makes rows of zeros of the labels that do not fit and says nothing; a loss may then raise
// elsewhere: because of the shape. PyTorch raises at run time on a CPU and stops at an assertion on a GPU.
// expect: cannot_one_hot<tensor<index<Class>, Batch>>::because_the_labels_index<Class>::so_no_depth_is_given
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Class : sp::axis<5> {};

// The Brier score: how far chances are from the truth.
float brier_score(sp::tensor<float, Batch, Class> const& scores, sp::tensor<sp::index<Class>, Batch> const& labels) {
  auto const chances = sp::cast<float>(sp::softmax<Class>(scores));
#ifdef MISTAKE
  sp::tensor<float, Batch, Class> const truth = sp::one_hot(labels, 3); // wrong
#else
  sp::tensor<float, Batch, Class> const truth = sp::one_hot(labels);
#endif
  return sp::mean(sp::sum<Class>(sp::square(chances - truth))).value();
}

int main() {
  auto const labels = sp::check_index<Class>(sp::tensor<int, Batch>::of({0, 4, 2}));
  std::cout << brier_score(sp::tensor<float, Batch, Class>(Batch{3}), labels) << '\n';
}
