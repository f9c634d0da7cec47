// SPDX-License-Identifier: BSL-1.0
// mistake: The loss is computed from the classes that the model chose, instead of the scores that it chose them by.
// elsewhere: argmax has no gradient. PyTorch's backward raises that no element requires one, unless the loss has other
// elsewhere: terms: then this one teaches nothing, in silence. TensorFlow says that no gradients were provided.
// source: LZGMatrix/BOP19_CDPN_2019ICCV#4
// source: wonbeomjang/mobile-hair-segmentation-pytorch#3
// source: Ugenteraan/Deep_Hierarchical_Classification#6
// expect: cannot_cross_entropy<Class, tensor<index<Class>, Batch>, tensor<index<Class>, Batch>>
// expect: ::because_the_scores_are<index<Class>>::give_them_before_the_argmax
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Feature : sp::axis<3> {};
struct Class : sp::axis<4> {};
using classifier = sp::linear<Feature, Class>;

int main() {
  sp::model<classifier> const model(1);
  auto const x = sp::tensor<float, Batch, Feature>::of({{1, 2, 0}, {0, -1, 3}});
  auto const labels = sp::check_index<Class>(sp::tensor<int, Batch>::of({3, 0}, Batch{2}));
  sp::tape tape;
  auto const scores = model(tape(x));
#ifdef MISTAKE
  sp::taped<float> const loss = sp::cross_entropy<Class>(sp::argmax<Class>(scores), labels); // wrong
#else
  sp::taped<float> const loss = sp::cross_entropy<Class>(scores, labels);
#endif
  tape.backward(loss);
  std::printf("loss %.2f\n", loss.value());
}
