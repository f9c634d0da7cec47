// SPDX-License-Identifier: BSL-1.0
// expect: cannot_slice<Time, Letters, tensor<float, Batch, Time>>::because_rows_end_at_different_positions
// expect: ::name_a_plain_axis
#include <shapeproof/ops/slice.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Part : sp::axis<> {};

auto slice_to_a_ragged_axis(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::slice<Time, Letters>(x, 0, Letters()); // wrong
#else
  return sp::slice<Time, Part>(x, 0, Part{2});
#endif
}
