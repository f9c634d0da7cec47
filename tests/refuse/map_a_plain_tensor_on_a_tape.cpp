// SPDX-License-Identifier: BSL-1.0
// expect: cannot_map<tensor<float, Batch>, tensor<float, Batch>>
// expect: ::because_only_some_operands_are_on_the_tape::put_the_others_there_too
#include <shapeproof/ops/map.hpp>

struct Batch : sp::axis<> {};

auto program([[maybe_unused]] sp::tape& tape, sp::taped<float, Batch> const& a, sp::tensor<float, Batch> const& b) {
#ifdef MISTAKE
  return sp::map([](auto x, auto y) { return x * y; }, a, b); // wrong
#else
  return sp::map([](auto x, auto y) { return x * y; }, a, tape(b));
#endif
}
