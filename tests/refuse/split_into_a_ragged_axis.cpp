// SPDX-License-Identifier: BSL-1.0
// expect: cannot_split<Embed, Letters, Width, tensor<float, Batch, Embed>>
// expect: ::because_a_ragged_axis_has_rows_of_their_own::split_into_plain_axes
#include <shapeproof/ops/split.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto split_into_a_ragged_axis(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::split<Embed, Letters, Width>(x); // wrong
#else
  return sp::split<Embed, Head, Width>(x);
#endif
}
