// SPDX-License-Identifier: BSL-1.0
// mistake: Layer normalisation takes mean and deviation over the examples of a batch instead of the features of each.
// elsewhere: tf.reduce_mean(h, 0) and h.mean(0) run, and everything broadcasts: what a model says of an example
// elsewhere: depends on those beside it, and for a single example all states become 0.
// source: GokuMohandas/fast-weights#9
// expect: cannot_layer_norm_over<Batch, tensor<float, Batch, Hidden>, tensor<float, Hidden>, tensor<float, Hidden>>
// expect: ::because_the_gain_has<Hidden>::where_only_that_axis_belongs
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<4> {};

int main() {
  auto const states = sp::tensor<float, Batch, Hidden>::of({{1, 2, 3, 4}, {4, 0, 0, 0}});
  auto const gain = sp::tensor<float, Hidden>(Hidden{}) + 1;
  auto const offset = sp::tensor<float, Hidden>(Hidden{});
#ifdef MISTAKE
  auto const normal = sp::layer_norm<Batch>(states, gain, offset); // wrong
#else
  auto const normal = sp::layer_norm<Hidden>(states, gain, offset);
#endif
  std::cout << normal << '\n';
}
