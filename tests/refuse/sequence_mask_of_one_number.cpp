// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mask_sequences_of<int>::because_one_number_is_no_length_of_each_row
// expect: ::give_the_lengths_or_a_ragged_axis
#include <shapeproof/ops/sequence_mask.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto sequence_mask_of_one_number(sp::tensor<float, Batch, Letters> const& x) {
#ifdef MISTAKE
  return sp::sequence_mask(40); // wrong
#else
  return sp::sequence_mask(x.extent<Letters>());
#endif
}
