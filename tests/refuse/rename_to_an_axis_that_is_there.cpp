// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rename<Time, Batch, tensor<float, Batch, Time>>::because_it_has_the_new_axis_already
// expect: ::choose_another_name
#include <shapeproof/ops/rename.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto rename_to_an_axis_that_is_there(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::rename<Time, Batch>(x); // wrong
#else
  return sp::rename<Time, sp::key<Time>>(x);
#endif
}
