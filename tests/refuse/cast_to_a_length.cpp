// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast<length<Word>, tensor<int, Batch>>::because_a_length_is_proven_within_its_extent
// expect: ::use_check_length
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};

auto cast_to_a_length(sp::tensor<int, Batch> const& x) {
#ifdef MISTAKE
  return sp::cast<sp::length<Word>>(x); // wrong
#else
  return sp::cast<float>(x);
#endif
}
