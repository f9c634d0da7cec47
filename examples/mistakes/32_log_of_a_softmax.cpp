// SPDX-License-Identifier: BSL-1.0
// mistake: The logarithm is taken of a softmax, whose small probabilities are already 0.
// elsewhere: torch.log(F.softmax(x)) and tf.math.log(tf.nn.softmax(x)) run and give -inf, and NaN in the gradient, once
// elsewhere: a class is unlikely enough.
// source: torch/nn#804
// source: pytorch/pytorch#1620
// source: summerlvsong/Aggregation-Cross-Entropy#2
// expect: cannot_log<tensor<distribution<float, Word>, Batch, Word>>::because_it_is_a_probability::take_log_softmax_of_the_scores
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<3> {};

int main() {
  auto const scores = sp::tensor<float, Batch, Word>::of({120, -30, 4}, Batch{1});
#ifdef MISTAKE
  auto const logs = sp::log(sp::softmax<Word>(scores)); // wrong
#else
  auto const logs = sp::log_softmax<Word>(scores);
#endif
  for (float x : logs.unnamed()) std::printf("%.0f ", x);
}
