// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast<char, tensor<float, Batch>>::because_that_is_no_number
// expect: ::name_float_double_bf16_half_bool_or_an_integer
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};

auto cast_to_no_number(sp::tensor<float, Batch> const& x) {
#ifdef MISTAKE
  return sp::cast<char>(x); // wrong
#else
  return sp::cast<signed char>(x);
#endif
}
