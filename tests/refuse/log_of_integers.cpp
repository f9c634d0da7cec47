// SPDX-License-Identifier: BSL-1.0
// expect: cannot_log<tensor<int, Batch>>::because_the_element<int>::is_not_float_or_double::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/log.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return sp::log(n); // wrong
#else
  return sp::log(sp::cast<float>(n));
#endif
}
