// SPDX-License-Identifier: BSL-1.0
// expect: cannot_subtract<tensor<probability<float>, Batch>, tensor<probability<float>, Batch>>
// expect: ::because_the_element<probability<float>>::is_not_a_plain_number::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/subtract.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<sp::probability<float>, Batch> const& p) {
#ifdef MISTAKE
  return p - p; // wrong
#else
  return sp::cast<float>(p) - sp::cast<float>(p);
#endif
}
