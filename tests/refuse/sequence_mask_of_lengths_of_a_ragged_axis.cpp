// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mask_sequences_of<tensor<length<Letters>, Batch>>::because_the_lengths_are_of_a_ragged_axis<Letters>
// expect: ::take_the_mask_of_that_axis
#include <shapeproof/ops/sequence_mask.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto sequence_mask_of_lengths_of_a_ragged_axis([[maybe_unused]] sp::tensor<sp::length<Letters>, Batch> const& n,
                                               sp::tensor<float, Batch, Letters> const& x) {
#ifdef MISTAKE
  return sp::sequence_mask(n); // wrong
#else
  return sp::sequence_mask(x.extent<Letters>());
#endif
}
