// SPDX-License-Identifier: BSL-1.0
// expect: cannot_slice<Letters, Part, tensor<float, Batch, Letters, Width>>::because_rows_end_at_different_positions
// expect: ::pick_the_first_or_last_one_or_mask
#include <shapeproof/ops/slice.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Width : sp::axis<4> {};
struct Part : sp::axis<> {};

auto slice_along_a_ragged_axis(sp::tensor<float, Batch, Letters, Width> const& x) {
#ifdef MISTAKE
  return sp::slice<Letters, Part>(x, 0, Part{2}); // wrong
#else
  return sp::slice<Width, Part>(x, 0, Part{2});
#endif
}
