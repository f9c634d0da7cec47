// SPDX-License-Identifier: BSL-1.0
// expect: cannot_unstack<Batch, tensor<float, Batch, Letters, Width>>::because_ragged_axes_lie_over_it<Letters>
// expect: ::gather_one_row_at_a_time
#include <shapeproof/ops/unstack.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Width : sp::axis<4> {};

auto unstack_a_batch_under_its_lengths(sp::tensor<float, Batch, Letters, Width> const& x) {
#ifdef MISTAKE
  return sp::unstack<Batch>(x); // wrong
#else
  return sp::unstack<Width>(x);
#endif
}
