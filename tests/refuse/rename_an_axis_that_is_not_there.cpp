// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rename<Embed, Time, tensor<float, Batch, Time>>::because_the_operand_has_only<Batch, Time>
// expect: ::name_one_of_these
#include <shapeproof/ops/rename.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto rename_an_axis_that_is_not_there(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::rename<Embed, Time>(x); // wrong
#else
  return sp::rename<Time, sp::key<Time>>(x);
#endif
}
