// SPDX-License-Identifier: BSL-1.0
// expect: cannot_permute<tensor<float, Batch, Time>>::because_the_new_order<Time>::lacks<Batch>::name_every_axis_once
#include <shapeproof/ops/permute.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto permute_without_an_axis(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::permute<Time>(x); // wrong
#else
  return sp::permute<Time, Batch>(x);
#endif
}
