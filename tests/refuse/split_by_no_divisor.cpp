// SPDX-License-Identifier: BSL-1.0
// expect: cannot_split<Embed, Three, Time, tensor<float, Batch, Embed>>::because_the_extent_is<8L?>
// expect: ::which_the_known_part_does_not_divide
#include <shapeproof/ops/split.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto split_by_no_divisor(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::split<Embed, Three, Time>(x); // wrong
#else
  return sp::split<Embed, Head, Width>(x);
#endif
}
