// SPDX-License-Identifier: BSL-1.0
// expect: cannot_split<Embed, Time, prev<Time>, tensor<float, Batch, Embed>>::because_both_extents_are_open
// expect: ::give_one_of_them
#include <shapeproof/ops/split.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto split_into_open_extents(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::split<Embed, Time, sp::prev<Time>>(x); // wrong
#else
  return sp::split<Embed, Head, Width>(x);
#endif
}
