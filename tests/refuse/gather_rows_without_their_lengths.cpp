// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather<Batch, tensor<float, Batch, Letters>, tensor<index<Batch>, Kept>>
// expect: ::because_ragged_axes_lie_over_it<Letters>::give_ids_over_that_axis_alone
#include <shapeproof/ops/gather.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Kept : sp::axis<> {};

auto gather_rows_without_their_lengths(sp::tensor<float, Batch, Letters> const& x,
                                       [[maybe_unused]] sp::tensor<sp::index<Batch>, Kept> const& k,
                                       sp::tensor<sp::index<Batch>, Batch> const& b) {
#ifdef MISTAKE
  return sp::gather<Batch>(x, k); // wrong
#else
  return sp::gather<Batch>(x, b);
#endif
}
