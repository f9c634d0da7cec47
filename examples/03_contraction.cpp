// SPDX-License-Identifier: BSL-1.0
// 03: sums of products by name, batch axes, softmax, self-attention.
#include <iostream>
#include <shapeproof/ops.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Width : sp::axis<2> {};
struct Out : sp::axis<3> {};

using sp::key; // a second role of an axis: Time asks, key<Time> answers

int main() {
  auto x = sp::tensor<float, Batch, Time, Width>::of({{{1, 0}, {0, 1}, {1, 1}}, {{2, 0}, {0, 2}, {2, 2}}});
  auto weight = sp::tensor<float, Out, Width>::of({{1, 10}, {2, 20}, {3, 30}});

  // dot<K>(a, b) multiplies, and sums over K. It does not matter where K stands in either operand, so there is nothing
  // to transpose. The result has the axes of the left one without K, then those that the right one adds.
  sp::tensor<float, Batch, Time, Out> const y = sp::dot<Width>(x, weight);
  std::cout << "y = " << y << '\n';

  // Other axes that both operands have are batch axes: here each row of the batch has its own products.
  auto direction = sp::tensor<float, Batch, Width>::of({{1, 0}, {0, 1}});
  sp::tensor<float, Batch, Time> const along = sp::dot<Width>(x, direction);
  std::cout << "along its direction: " << along << '\n';
#ifdef MISTAKE_1
  auto wrong = sp::dot<Out>(x, weight);
  // cannot_dot<tensor<float, Batch, Time, Width>, tensor<float, Out, Width>, Out>::
  //   because_left_has_only<Batch, Time, Width>::contract_an_axis_of_both
#endif

  // Self-attention: every position asks every position. The asked side needs a name of its own, or the two were one.
  auto keys = sp::rename<Time, key<Time>>(x);
  sp::tensor<float, Batch, Time, key<Time>> const scores = sp::dot<Width>(x, keys);
  auto weights = sp::softmax<key<Time>>(scores);
  std::cout << "weights = " << weights << '\n';

  // Weights know which axis they add up along: their product with what they weigh is a mean along that axis, and no other.
  sp::tensor<float, Batch, Time, Width> const context = sp::dot<key<Time>>(weights, keys);
  std::cout << "context = " << context << '\n';

  // The axis along which a softmax adds up to 1 is named, so it cannot be the wrong one by a misplaced number.
#ifdef MISTAKE_2
  auto mixed = sp::dot<key<Time>>(sp::softmax<Time>(scores), keys);
  // cannot_dot<tensor<distribution<float, Time>, Batch, Time, key<Time>>, tensor<float, Batch, key<Time>, Width>,
  //   key<Time>>::because_the_weights_add_up_along<Time>::contract_that_axis_alone
#endif
#ifdef MISTAKE_3
  auto other = sp::softmax<Width>(scores);
  // cannot_softmax_over<Width, tensor<float, Batch, Time, key<Time>>>::because_there_is_no_such_axis::
  //   name_the_axis_that_shall_add_up_to_1
#endif
  sp::tensor<float, Batch, Time> const total = sp::sum<key<Time>>(sp::cast<float>(weights));
  std::cout << "each row adds up to: " << total << '\n';

  // The same in one operation, with a gradient of its own: attend gives the context and the weights.
  auto [same, shares] = sp::attend<key<Time>>(x, keys);
  bool const agrees = sp::sum(sp::abs(same - context)).value() < 1e-5f;
  std::cout << "attend " << (agrees ? "agrees" : "differs") << '\n';
}

/* It prints:
y = tensor<float, Batch, Time, Out>: Batch 2, Time 3, Out 3; min 1, mean 22, max 66
[[[1, 2, 3],
  [10, 20, 30],
  [11, 22, 33]],
 [[2, 4, 6],
  [20, 40, 60],
  [22, 44, 66]]]
along its direction: tensor<float, Batch, Time>: Batch 2, Time 3; min 0, mean 1, max 2
[[1, 0, 1],
 [0, 2, 2]]
weights = tensor<distribution<float, key<Time>>, Batch, Time, key<Time>>: Batch 2, Time 3, key<Time> 3; ...
[[[0.42232, 0.15536, 0.42232],
  [0.15536, 0.42232, 0.42232],
  [0.21194, 0.21194, 0.57612]],
 [[0.49546, 0.0090747, 0.49546],
  [0.0090747, 0.49546, 0.49546],
  [0.017668, 0.017668, 0.96466]]]
context = tensor<float, Batch, Time, Width>: Batch 2, Time 3, Width 2; min 0.57768, mean 1.1943, max 1.9819
[[[0.84464, 0.57768],
  [0.57768, 0.84464],
  [0.78806, 0.78806]],
 [[1.9819, 1.0091],
  [1.0091, 1.9819],
  [1.9647, 1.9647]]]
each row adds up to: tensor<float, Batch, Time>: Batch 2, Time 3; min 1, mean 1, max 1
[[1, 1, 1],
 [1, 1, 1]]
attend agrees
*/
