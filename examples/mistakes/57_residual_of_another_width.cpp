// SPDX-License-Identifier: BSL-1.0
// mistake: What a layer reads is added to what it gives, which has another width.
// elsewhere: Keras and PyTorch raise when the block is built or runs, with two bare shapes; with one channel on one
// elsewhere: side they broadcast it.
// source: keras-team/keras#2688
// source: THUNLP-MT/THUMT#16
// expect: cannot_add<tensor<float, Batch, Embed>, tensor<float, Batch, Hidden>>::because_left_lacks<Hidden>
// expect: ::and_right_lacks<Embed>::rename_or_reduce_one
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<4> {};
struct Hidden : sp::axis<6> {};

int main() {
  sp::model<sp::linear<Embed, Hidden>> const dense(1);
  sp::model<sp::linear_without_bias<Embed, Hidden>> const around(2);
  auto const x = sp::tensor<float, Batch, Embed>(Batch{2}) + 1;
#ifdef MISTAKE
  sp::tensor<float, Batch, Hidden> const y = x + sp::relu(dense(x)); // wrong
#else
  sp::tensor<float, Batch, Hidden> const y = around(x) + sp::relu(dense(x));
#endif
  std::cout << y << '\n';
}
