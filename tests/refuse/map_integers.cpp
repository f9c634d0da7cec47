// SPDX-License-Identifier: BSL-1.0
// expect: cannot_map<tensor<int, Batch>>::because_the_element<int>::is_not_float_or_double::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/map.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<int, Batch> const& n) {
#ifdef MISTAKE
  return sp::map([](auto x) { return x * x; }, n); // wrong
#else
  return sp::map([](auto x) { return x * x; }, sp::cast<float>(n));
#endif
}
