// SPDX-License-Identifier: BSL-1.0
// mistake: The heads of an attention are joined by a reshape alone, though the words stand between heads and features.
// elsewhere: context.reshape(batch, time, heads * width) in PyTorch and tf.reshape run, whatever the order of the axes
// elsewhere: was: what one word gets is made of pieces of several words. The model trains, and learns less.
// source: jsbaan/transformer-from-scratch#6
// source: hackiey/QAnet-pytorch#2
// source: meta-pytorch/opacus#825
// expect: cannot_merge<Head, Width, tensor<float, Batch, Head, Time, Width>>
// expect: ::because_the_second_does_not_stand_behind_the_first::permute_it_there
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Head : sp::axis<2> {};
struct Width : sp::axis<3> {};
struct Model : sp::axis<6> {};

int main() {
  auto const context = sp::tensor<float, Batch, Head, Time, Width>(Batch{1}, Time{4});
#ifdef MISTAKE
  auto const joined = sp::merge<Head, Width, Model>(context); // wrong
#else
  auto const joined = sp::merge<Head, Width, Model>(sp::permute<Batch, Time, Head, Width>(context));
#endif
  std::cout << joined << '\n';
}
