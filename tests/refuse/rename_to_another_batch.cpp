// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rename<Letters, Words, tensor<float, Batch, Letters>>::because_the_old_axis_is_ragged_over<Batch>
// expect: ::name_a_ragged_axis_over_the_same_batch
#include <shapeproof/ops/rename.hpp>

struct Batch : sp::axis<> {};
struct Sentence : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Words : sp::ragged<Sentence> {};
struct Phones : sp::ragged<Batch> {};

auto rename_to_another_batch(sp::tensor<float, Batch, Letters> const& x) {
#ifdef MISTAKE
  return sp::rename<Letters, Words>(x); // wrong
#else
  return sp::rename<Letters, Phones>(x);
#endif
}
