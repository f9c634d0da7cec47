// SPDX-License-Identifier: BSL-1.0
// expect: cannot_map<tensor<float, Batch>, tensor<double, Batch>>
// expect: ::because_element_types_differ<float, double>::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/map.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tensor<float, Batch> const& a, sp::tensor<double, Batch> const& b) {
#ifdef MISTAKE
  return sp::map([](auto x, auto y) { return x * y; }, a, b); // wrong
#else
  return sp::map([](auto x, auto y) { return x * y; }, a, sp::cast<float>(b));
#endif
}
