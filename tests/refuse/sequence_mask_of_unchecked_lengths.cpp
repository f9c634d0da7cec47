// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mask_sequences_of<tensor<int, Batch>>::because_the_elements_are_no_lengths<int>::use_check_length
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/sequence_mask.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto sequence_mask_of_unchecked_lengths(sp::tensor<int, Batch> const& raw) {
#ifdef MISTAKE
  return sp::sequence_mask(raw); // wrong
#else
  return sp::sequence_mask(sp::check_length<Time>(raw, Time{9}));
#endif
}
