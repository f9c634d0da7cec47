// SPDX-License-Identifier: BSL-1.0
// expect: cannot_slice<Time, Batch, tensor<float, Batch, Time>>::because_it_has_the_new_axis_already
// expect: ::choose_another_name
#include <shapeproof/ops/slice.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Part : sp::axis<> {};

auto slice_to_an_axis_that_is_there(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::slice<Time, Batch>(x, 0, Batch{2}); // wrong
#else
  return sp::slice<Time, Part>(x, 0, Part{2});
#endif
}
