// SPDX-License-Identifier: BSL-1.0
// mistake: The negative log likelihood is taken of the scores that the last layer gave, without a softmax.
// elsewhere: PyTorch's nll_loss takes any floats and negates the one at the label: it runs, the loss falls below 0 and
// elsewhere: further, and the scores grow.
// source: yanx27/Pointnet_Pointnet2_pytorch#30
// source: pytorch/pytorch#12703
// source: AnubhavGupta3377/Text-Classification-Models-Pytorch#9
// expect: cannot_negative_log_likelihood<Class, tensor<float, Batch, Class>, tensor<index<Class>, Batch>>
// expect: ::because_it_is_given<float>::where_probabilities_belong
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
  auto const scores = model(x);
#ifdef MISTAKE
  auto const loss = sp::negative_log_likelihood<Class>(scores, labels); // wrong
#else
  auto const loss = sp::negative_log_likelihood<Class>(sp::log_softmax<Class>(scores), labels);
#endif
  std::printf("loss %.2f\n", loss.value());
}
