// SPDX-License-Identifier: BSL-1.0
// mistake: The predictions of a model are subtracted from the prices of another list, and a row meets a column.
// elsewhere: PyTorch broadcasts [n, 1] against [n] to [n, n], gives a loss over all pairs, and at most warns; the model
// elsewhere: learns the mean.
// source: pytorch/pytorch#16045
// source: pytorch/pytorch#19699
// expect: cannot_subtract<tensor<float, House>, tensor<float, Sale>>::because_left_lacks<Sale>::and_right_lacks<House>
// expect: ::rename_or_reduce_one
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct House : sp::axis<> {};
struct Sale : sp::axis<> {};

int main() {
  auto const predicted = sp::tensor<float, House>::of({210, 340, 155}, House{3});
  auto const paid = sp::tensor<float, Sale>::of({200, 350, 150}, Sale{3});
#ifdef MISTAKE
  sp::tensor<float, House> const error = predicted - paid; // wrong
#else
  sp::tensor<float, House> const error = predicted - sp::rename<Sale, House>(paid);
#endif
  std::printf("mean square error %.1f\n", sp::mean(sp::square(error)).value());
}
