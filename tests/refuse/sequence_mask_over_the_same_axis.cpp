// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mask_sequences_of<tensor<length<Time>, Time>>::because_there_would_be_a_second<Time>
// expect: ::rename_that_axis
#include <shapeproof/ops/sequence_mask.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto sequence_mask_over_the_same_axis([[maybe_unused]] sp::tensor<sp::length<Time>, Time> const& n,
                                      sp::tensor<sp::length<Time>, Batch> const& m) {
#ifdef MISTAKE
  return sp::sequence_mask(n); // wrong
#else
  return sp::sequence_mask(m);
#endif
}
