// SPDX-License-Identifier: BSL-1.0
// expect: cannot_merge<Batch, Letters, tensor<float, Batch, Letters, Embed, Width>>
// expect: ::because_padding_would_become_real_positions_of<Letters>::merge_plain_axes
#include <shapeproof/ops/merge.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};

auto merge_a_ragged_axis(sp::tensor<float, Batch, Letters, Embed, Width> const& x) {
#ifdef MISTAKE
  return sp::merge<Batch, Letters>(x); // wrong
#else
  return sp::merge<Embed, Width>(x);
#endif
}
