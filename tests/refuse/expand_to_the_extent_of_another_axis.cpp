// SPDX-License-Identifier: BSL-1.0
// expect: cannot_expand<Time, tensor<float, Batch>>::because_the_extent_is_that_of<Hour>::give_one_of_the_new_axis
#include <shapeproof/ops/expand.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Hour : sp::axis<> {};

auto expand_to_the_extent_of_another_axis(sp::tensor<float, Batch> const& x, [[maybe_unused]] Hour const& hours,
                                          Time const& time) {
#ifdef MISTAKE
  return sp::expand<Time>(x, hours); // wrong
#else
  return sp::expand<Time>(x, time);
#endif
}
