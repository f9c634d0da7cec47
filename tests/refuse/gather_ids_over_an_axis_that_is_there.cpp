// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather<Batch, tensor<float, Batch, Time>, tensor<index<Batch>, Time>>::because_both_have<Time>
// expect: ::rename_that_axis_of_one
#include <shapeproof/ops/gather.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Kept : sp::axis<> {};

auto gather_ids_over_an_axis_that_is_there(sp::tensor<float, Batch, Time> const& x,
                                           [[maybe_unused]] sp::tensor<sp::index<Batch>, Time> const& t,
                                           sp::tensor<sp::index<Batch>, Kept> const& k) {
#ifdef MISTAKE
  return sp::gather<Batch>(x, t); // wrong
#else
  return sp::gather<Batch>(x, k);
#endif
}
