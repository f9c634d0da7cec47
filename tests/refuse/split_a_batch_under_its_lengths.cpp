// SPDX-License-Identifier: BSL-1.0
// expect: cannot_split<Batch, Head, Time, tensor<float, Batch, Letters, Embed>>
// expect: ::because_ragged_axes_lie_over_it<Letters>::split_before_they_appear
#include <shapeproof/ops/split.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto split_a_batch_under_its_lengths(sp::tensor<float, Batch, Letters, Embed> const& x) {
#ifdef MISTAKE
  return sp::split<Batch, Head, Time>(x); // wrong
#else
  return sp::split<Embed, Head, Width>(x);
#endif
}
