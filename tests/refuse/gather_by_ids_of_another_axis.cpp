// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather<Batch, tensor<float, Batch, Time>, tensor<index<Time>, Kept>>::because_the_ids_index<Time>
// expect: ::gather_along_the_axis_they_index
#include <shapeproof/ops/gather.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Kept : sp::axis<> {};

auto gather_by_ids_of_another_axis(sp::tensor<float, Batch, Time> const& x,
                                   sp::tensor<sp::index<Time>, Kept> const& ids) {
#ifdef MISTAKE
  return sp::gather<Batch>(x, ids); // wrong
#else
  return sp::gather<Time>(x, ids);
#endif
}
