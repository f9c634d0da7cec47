// SPDX-License-Identifier: BSL-1.0
// expect: cannot_repeat<One, Time, tensor<float, Batch, One>>::because_the_extent_is_that_of<Hour>
// expect: ::give_one_of_the_new_axis
#include <shapeproof/ops/expand.hpp>

struct Batch : sp::axis<> {};
struct One : sp::axis<1> {};
struct Time : sp::axis<> {};
struct Hour : sp::axis<> {};

auto repeat_to_the_extent_of_another_axis(sp::tensor<float, Batch, One> const& x, [[maybe_unused]] Hour const& hours,
                                          Time const& time) {
#ifdef MISTAKE
  return sp::repeat<One, Time>(x, hours); // wrong
#else
  return sp::repeat<One, Time>(x, time);
#endif
}
