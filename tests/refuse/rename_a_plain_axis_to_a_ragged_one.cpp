// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rename<Time, Letters, tensor<float, Batch, Time>>::because_only_one_of_them_is_ragged
// expect: ::name_a_plain_axis
#include <shapeproof/ops/rename.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto rename_a_plain_axis_to_a_ragged_one(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::rename<Time, Letters>(x); // wrong
#else
  return sp::rename<Time, sp::key<Time>>(x);
#endif
}
