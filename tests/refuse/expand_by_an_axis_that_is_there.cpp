// SPDX-License-Identifier: BSL-1.0
// expect: cannot_expand<Batch, tensor<float, Batch>>::because_it_has_that_axis_already
// expect: ::repeat_a_position_or_name_another_axis
#include <shapeproof/ops/expand.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto expand_by_an_axis_that_is_there(sp::tensor<float, Batch> const& x) {
#ifdef MISTAKE
  return sp::expand<Batch>(x, Batch{3}); // wrong
#else
  return sp::expand<Time>(x, Time{3});
#endif
}
