// SPDX-License-Identifier: BSL-1.0
// mistake: Accuracy is computed as the mean of a comparison.
// elsewhere: PyTorch throws "Can only calculate the mean of floating types. Got Bool instead", often only after the
// elsewhere: first epoch.
// source: huggingface/transformers#7810
// source: dragen1860/LearningToCompare-Pytorch#1
// expect: cannot_mean<tensor<bool, Batch>>::because_the_element<bool>::is_not_float_or_double::use_cast
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Label : sp::axis<2> {};

int main() {
  auto const scores = sp::tensor<float, Batch, Label>::of({3, 1, 0, 2, 5, 4}, Batch{3});
  auto const raw = sp::tensor<int, Batch>::of({0, 1, 1}, Batch{3});
  auto const right = sp::argmax<Label>(scores) == sp::check_index<Label>(raw);
#ifdef MISTAKE
  auto const accuracy = sp::mean(right); // wrong
#else
  auto const accuracy = sp::mean(sp::cast<float>(right));
#endif
  std::printf("%.0f %%\n", 100 * accuracy.value());
}
