// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather<Time, tensor<float, Batch, Embed>, tensor<index<Time>, Kept>>
// expect: ::because_the_operand_has_only<Batch, Embed>::name_one_of_these
#include <shapeproof/ops/gather.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Kept : sp::axis<> {};

auto gather_along_an_absent_axis(sp::tensor<float, Batch, Embed> const& x,
                                 [[maybe_unused]] sp::tensor<sp::index<Time>, Kept> const& t,
                                 sp::tensor<sp::index<Batch>, Kept> const& b) {
#ifdef MISTAKE
  return sp::gather<Time>(x, t); // wrong
#else
  return sp::gather<Batch>(x, b);
#endif
}
