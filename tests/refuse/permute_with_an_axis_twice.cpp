// SPDX-License-Identifier: BSL-1.0
// expect: cannot_permute<tensor<float, Batch, Time>>::because_the_new_order<Time, Batch, Time>::names_one_twice
// expect: ::name_every_axis_once
#include <shapeproof/ops/permute.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto permute_with_an_axis_twice(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::permute<Time, Batch, Time>(x); // wrong
#else
  return sp::permute<Time, Batch>(x);
#endif
}
