// SPDX-License-Identifier: BSL-1.0
// mistake: Weights of the classes are multiplied with the losses of the examples.
// elsewhere: PyTorch and TensorFlow broadcast one along the other if the extents allow it: with as many classes as
// elsewhere: examples each example gets the weight of another class.
// source: tensorflow/tensorflow#12588
// source: abhuse/polyloss-pytorch#3
// expect: cannot_multiply<tensor<float, Batch>, tensor<float, Tag>>::because_left_lacks<Tag>::and_right_lacks<Batch>
// expect: ::rename_or_reduce_one
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Tag : sp::axis<3> {};

int main() {
  auto const scores = sp::tensor<float, Batch, Tag>(Batch{3});
  auto const raw = sp::tensor<int, Batch>::of({2, 0, 2}, Batch{3});
  auto const tags = sp::check_index<Tag>(raw);
  auto const rarity = sp::tensor<float, Tag>::of({1, 1, 10});
  auto const losses = sp::cross_entropy_each<Tag>(scores, tags);
#ifdef MISTAKE
  sp::tensor<float, Batch> const weighted = losses * rarity; // wrong
#else
  sp::tensor<float, Batch> const weighted = losses * sp::gather<Tag>(rarity, tags);
#endif
  std::printf("loss %.2f\n", sp::mean(weighted).value());
}
