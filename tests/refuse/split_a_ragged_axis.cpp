// SPDX-License-Identifier: BSL-1.0
// expect: cannot_split<Letters, Head, Time, tensor<float, Batch, Letters, Embed>>
// expect: ::because_a_ragged_axis_has_rows_of_their_own::split_a_plain_axis
#include <shapeproof/ops/split.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto split_a_ragged_axis(sp::tensor<float, Batch, Letters, Embed> const& x) {
#ifdef MISTAKE
  return sp::split<Letters, Head, Time>(x); // wrong
#else
  return sp::split<Embed, Head, Width>(x);
#endif
}
