// SPDX-License-Identifier: BSL-1.0
// expect: cannot_pick_a_position_along<Batch, tensor<float, Batch, Letters>>
// expect: ::because_ragged_axes_lie_over_it<Letters>::drop_those_first
#include <shapeproof/ops/first_last.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto last_of_a_batch_under_its_lengths(sp::tensor<float, Batch, Letters> const& x) {
#ifdef MISTAKE
  return sp::last<Batch>(x); // wrong
#else
  return sp::last<Batch>(sp::last<Letters>(x));
#endif
}
