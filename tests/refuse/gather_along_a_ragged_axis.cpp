// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather<Letters, tensor<float, Batch, Letters>, tensor<index<Letters>, Kept>>
// expect: ::because_the_axis_is_ragged::a_position_may_lie_beyond_the_end_of_its_row
#include <shapeproof/ops/gather.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Kept : sp::axis<> {};

auto gather_along_a_ragged_axis(sp::tensor<float, Batch, Letters> const& x,
                                [[maybe_unused]] sp::tensor<sp::index<Letters>, Kept> const& ids,
                                sp::tensor<sp::index<Batch>, Batch> const& rows) {
#ifdef MISTAKE
  return sp::gather<Letters>(x, ids); // wrong
#else
  return sp::gather<Batch>(x, rows);
#endif
}
