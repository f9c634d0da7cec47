// SPDX-License-Identifier: BSL-1.0
// expect: cannot_split<Embed, Head, Head, tensor<float, Batch, Embed>>::because_the_result_would_have<Head>::twice
#include <shapeproof/ops/split.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto split_into_the_same_axis_twice(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::split<Embed, Head, Head>(x); // wrong
#else
  return sp::split<Embed, Head, Width>(x);
#endif
}
