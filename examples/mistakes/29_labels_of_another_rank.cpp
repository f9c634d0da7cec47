// SPDX-License-Identifier: BSL-1.0
// mistake: Scores of one answer per message, [n, 1], are compared with labels that are a plain list, [n].
// elsewhere: PyTorch refuses it when the loss runs; its first versions broadcast to [n, n] without a word. Keras drops
// elsewhere: the 1 silently.
// source: pytorch/pytorch#25663
// source: pytorch/pytorch#1939
// expect: cannot_binary_cross_entropy<tensor<float, Message, Toxic>, tensor<bool, Message>>
// expect: ::because_the_labels_lack<Toxic>::and_have_besides<>::give_one_label_per_element
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Message : sp::axis<> {};
struct Toxic : sp::axis<1> {}; // the one output of the last layer

int main() {
  auto const scores = sp::tensor<float, Message, Toxic>::of({2, -1, 3, -4}, Message{4});
  auto const labels = sp::tensor<bool, Message>::of({true, false, false, true}, Message{4});
#ifdef MISTAKE
  auto const loss = sp::binary_cross_entropy(scores, labels); // wrong
#else
  auto const loss = sp::binary_cross_entropy(sp::first<Toxic>(scores), labels);
#endif
  std::printf("loss %.2f\n", loss.value());
}
