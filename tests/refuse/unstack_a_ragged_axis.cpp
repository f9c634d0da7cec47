// SPDX-License-Identifier: BSL-1.0
// expect: cannot_unstack<Letters, tensor<float, Batch, Letters, Width>>::because_rows_end_at_different_positions
// expect: ::scan_or_pick_the_first_or_last
#include <shapeproof/ops/unstack.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Width : sp::axis<4> {};

auto unstack_a_ragged_axis(sp::tensor<float, Batch, Letters, Width> const& x) {
#ifdef MISTAKE
  return sp::unstack<Letters>(x); // wrong
#else
  return sp::unstack<Width>(x);
#endif
}
