// SPDX-License-Identifier: BSL-1.0
// 02: arithmetic, and what is refused.
#include <iostream>
#include <shapeproof/ops.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Feature : sp::axis<3> {};
struct Class : sp::axis<3> {};

int main() {
  auto x = sp::tensor<float, Batch, Feature>::of({{1, 2, 3}, {4, 5, 6}});
  auto bias = sp::tensor<float, Feature>::of({10, 20, 30});

  // Axes are matched by name, never by place or extent: the axes of one operand must be among those of the other, which
  // gives the result its order. Plain numbers join anywhere.
  // A result may be declared as what it is meant to be: then that is proven, too.
  sp::tensor<float, Batch, Feature> const moved = x + bias;
  std::cout << "x + bias = " << moved << '\n';
  std::cout << "bias + 2 * x = " << bias + 2 * x << '\n';

  // A quantity over Batch scales rows, one over Feature scales columns. With names there is no way to mix them up.
  auto per_row = sp::tensor<float, Batch>::of({1, 100});
  sp::tensor<float, Batch, Feature> const scaled = x * per_row;
  std::cout << "x * per_row = " << scaled << '\n';

  // Nothing else broadcasts. A sum over Batch and Time would need values that neither operand has.
  auto per_step = sp::tensor<float, Time>(Time{5});
#ifdef MISTAKE_1
  auto sum = per_row + per_step;
  // cannot_add<tensor<float, Batch>, tensor<float, Time>>::because_left_lacks<Time>::and_right_lacks<Batch>::
  //   rename_or_reduce_one
#endif

  // Features and classes are both three, and still not the same.
  auto scores = sp::tensor<float, Batch, Class>::of({{1, 2, 3}, {7, 7, 7}});
#ifdef MISTAKE_2
  auto product = x * scores;
  // cannot_multiply<tensor<float, Batch, Feature>, tensor<float, Batch, Class>>::because_left_lacks<Class>::
  //   and_right_lacks<Feature>::rename_or_reduce_one
#endif

  // Elements are not converted silently.
  sp::tensor<double, Batch, Feature> const exact = sp::cast<double>(x);
#ifdef MISTAKE_3
  auto difference = exact - x;
  // cannot_subtract<tensor<double, Batch, Feature>, tensor<float, Batch, Feature>>::
  //   because_element_types_differ<double, float>::use_cast<double>
#endif
  sp::tensor<double, Batch> const largest = sp::max<Feature>(exact * exact / 2);
  std::cout << "the largest of x * x / 2 in double: " << largest << '\n';

  // What a softmax gives back are probabilities that add up to 1 along an axis, no longer scores: taking it twice is a mistake
  // that trains, badly.
  sp::tensor<sp::distribution<float, Class>, Batch, Class> const chances = sp::softmax<Class>(scores);
#ifdef MISTAKE_4
  auto flat = sp::softmax<Class>(chances);
  // cannot_softmax_over<Class, tensor<distribution<float, Class>, Batch, Class>>::
  //   because_it_holds<distribution<float, Class>>::take_the_scores_and_softmax_once
#endif
  std::cout << "chances = " << chances << '\n';

  // Extents that only the running program knows are compared once per operation, before any work.
  auto other = sp::tensor<float, Batch, Feature>(Batch{4});
  try {
    x + other;
  } catch (sp::extent_error const& error) {
    std::cout << "refused: " << error.what() << '\n';
  }

  // Many elementwise steps in one pass over memory: a generic lambda. Comparisons give masks.
  auto gelu = [](auto v) { return 0.5f * v * (1 + tanh(0.79788456f * (v + 0.044715f * v * v * v))); };
  std::cout << "gelu(x - 3) = " << sp::map(gelu, x - 3) << '\n';
  std::cout << "x > 3: " << (x > 3) << '\n';
}

/* It prints:
x + bias = tensor<float, Batch, Feature>: Batch 2, Feature 3; min 11, mean 23.5, max 36
[[11, 22, 33],
 [14, 25, 36]]
bias + 2 * x = tensor<float, Batch, Feature>: Batch 2, Feature 3; min 12, mean 27, max 42
[[12, 24, 36],
 [18, 30, 42]]
x * per_row = tensor<float, Batch, Feature>: Batch 2, Feature 3; min 1, mean 251, max 600
[[1, 2, 3],
 [400, 500, 600]]
the largest of x * x / 2 in double: tensor<double, Batch>: Batch 2; min 4.5, mean 11.25, max 18
[4.5, 18]
chances = tensor<distribution<float, Class>, Batch, Class>: Batch 2, Class 3; min 0.090031, mean 0.33333, max 0.66524
[[0.090031, 0.24473, 0.66524],
 [0.33333, 0.33333, 0.33333]]
refused: add: the extents of Batch differ: 2 and 4
gelu(x - 3) = tensor<float, Batch, Feature>: Batch 2, Feature 3; min -0.15881, mean 0.93132, max 2.9964
[[-0.045402, -0.15881, 0],
 [0.84119, 1.9546, 2.9964]]
x > 3: tensor<bool, Batch, Feature>: Batch 2, Feature 3; min 0, mean 0.5, max 1
[[false, false, false],
 [true, true, true]]
*/
