// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mask_sequences_of<Batch>::because_a_plain_axis_has_no_lengths::give_the_lengths_or_a_ragged_axis
#include <shapeproof/ops/sequence_mask.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto sequence_mask_of_a_plain_axis(sp::tensor<float, Batch, Letters> const& x) {
#ifdef MISTAKE
  return sp::sequence_mask(x.extent<Batch>()); // wrong
#else
  return sp::sequence_mask(x.extent<Letters>());
#endif
}
