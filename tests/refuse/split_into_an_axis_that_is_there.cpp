// SPDX-License-Identifier: BSL-1.0
// expect: cannot_split<Embed, Batch, Width, tensor<float, Batch, Embed>>::because_the_result_would_have<Batch>::twice
#include <shapeproof/ops/split.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto split_into_an_axis_that_is_there(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::split<Embed, Batch, Width>(x); // wrong
#else
  return sp::split<Embed, Head, Width>(x);
#endif
}
