// SPDX-License-Identifier: BSL-1.0
// mistake: A model ends in a softmax, and the loss that it is trained with contains another one.
// elsewhere: PyTorch's CrossEntropyLoss and TensorFlow's softmax_cross_entropy_with_logits take any floats: the second
// elsewhere: softmax evens the classes out, the loss cannot come near 0, and the model learns slowly.
// source: nfmcclure/tensorflow_cookbook#86
// source: bowang-lab/Transformer-GCN-QA#32
// source: tflearn/tflearn#562
// expect: cannot_cross_entropy<Digit, tensor<distribution<float, Digit>, Batch, Digit>, tensor<index<Digit>, Batch>>
// expect: ::because_the_scores_are<distribution<float, Digit>>::give_them_before_the_softmax
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Pixel : sp::axis<4> {};
struct Digit : sp::axis<3> {};

struct classifier {
  BOOST_HANA_DEFINE_STRUCT(classifier, (sp::linear<Pixel, Digit>, out));
  auto operator()(sp::operand auto const& x) const { return sp::softmax<Digit>(out(x)); }
};

int main() {
  sp::model<classifier> const model(1);
  auto const images = sp::tensor<float, Batch, Pixel>(Batch{2}) + 1;
  auto const labels = sp::check_index<Digit>(sp::tensor<int, Batch>::of({2, 0}));
#ifdef MISTAKE
  auto const loss = sp::cross_entropy<Digit>(model(images), labels); // wrong
#else
  auto const loss = sp::negative_log_likelihood<Digit>(model(images), labels);
#endif
  std::printf("loss %.2f\n", loss.value());
}
