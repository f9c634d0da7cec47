// SPDX-License-Identifier: BSL-1.0
// expect: cannot_map<tensor<float, Batch>, tensor<float, Time>>
// expect: ::because_no_operand_has_all_of<Batch, Time>::expand_one_to_the_full_axes
#include <shapeproof/ops/expand.hpp>
#include <shapeproof/ops/map.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto program(sp::tensor<float, Batch> const& a, sp::tensor<float, Time> const& b) {
#ifdef MISTAKE
  return sp::map([](auto x, auto y) { return x * y; }, a, b); // wrong
#else
  return sp::map([](auto x, auto y) { return x * y; }, expand(a, b.extent<Time>()), b);
#endif
}
