// SPDX-License-Identifier: BSL-1.0
// mistake: The weights of an attention add up to 1 over the positions that ask, instead of those that are asked.
// elsewhere: PyTorch and TensorFlow run it with dim or axis one off, since both give a matrix of numbers below 1; the
// elsewhere: model trains, and learns less. With one position asking, all weights are 1.
// source: labmlai/annotated_deep_learning_paper_implementations#282
// source: PetrochukM/PyTorch-NLP#2
// source: ok1zjf/VASNet#25
// expect: cannot_dot<tensor<distribution<float, Time>, Batch, Time, key<Time>>, tensor<float, Batch, key<Time>, Width>,
// expect: key<Time>>::because_the_weights_add_up_along<Time>::contract_that_axis_alone
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Width : sp::axis<4> {};
using Asked = sp::key<Time>;

int main() {
  auto const texts = sp::tensor<float, Batch, Time, Width>(Batch{2}, Time{3});
  auto const memory = sp::rename<Time, Asked>(texts);
  auto const scores = sp::dot<Width>(texts, memory);
#ifdef MISTAKE
  auto const context = sp::dot<Asked>(sp::softmax<Time>(scores), memory); // wrong
#else
  auto const context = sp::dot<Asked>(sp::softmax<Asked>(scores), memory);
#endif
  std::cout << context << '\n';
}
