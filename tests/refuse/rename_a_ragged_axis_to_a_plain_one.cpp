// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rename<Letters, Time, tensor<float, Batch, Letters>>::because_only_one_of_them_is_ragged
// expect: ::name_a_ragged_axis_over_the_same_batch
#include <shapeproof/ops/rename.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};

auto rename_a_ragged_axis_to_a_plain_one(sp::tensor<float, Batch, Letters> const& x) {
#ifdef MISTAKE
  return sp::rename<Letters, Time>(x); // wrong
#else
  return sp::rename<Letters, Phones>(x);
#endif
}
