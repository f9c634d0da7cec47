// SPDX-License-Identifier: BSL-1.0
// expect: cannot_merge<Batch, Embed, tensor<float, Letters, Batch, Embed, Width>>
// expect: ::because_ragged_axes_lie_over_one_of_them<Letters>::merge_plain_axes
#include <shapeproof/ops/merge.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};

auto merge_a_batch_under_its_lengths(sp::tensor<float, Letters, Batch, Embed, Width> const& x) {
#ifdef MISTAKE
  return sp::merge<Batch, Embed>(x); // wrong
#else
  return sp::merge<Embed, Width>(x);
#endif
}
