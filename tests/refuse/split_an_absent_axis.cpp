// SPDX-License-Identifier: BSL-1.0
// expect: cannot_split<Time, Head, Width, tensor<float, Batch, Embed>>::because_the_operand_has_only<Batch, Embed>
// expect: ::name_one_of_these
#include <shapeproof/ops/split.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto split_an_absent_axis(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::split<Time, Head, Width>(x); // wrong
#else
  return sp::split<Embed, Head, Width>(x);
#endif
}
