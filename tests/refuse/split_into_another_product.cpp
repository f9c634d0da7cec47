// SPDX-License-Identifier: BSL-1.0
// expect: cannot_split<Embed, Three, Width, tensor<float, Batch, Embed>>::because_the_extent_is<8L?>
// expect: ::and_the_parts_have<12L?>::name_parts_with_that_product
#include <shapeproof/ops/split.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto split_into_another_product(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::split<Embed, Three, Width>(x); // wrong
#else
  return sp::split<Embed, Head, Width>(x);
#endif
}
