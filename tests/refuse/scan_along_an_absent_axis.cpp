// SPDX-License-Identifier: BSL-1.0
// expect: cannot_scan<Word, tensor<float, Time, Batch, Hidden>>
// expect: ::because_the_operand_has_only<Time, Batch, Hidden>::step_along_one_of_these
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/scan.hpp>

struct Time : sp::axis<> {};
struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Word : sp::axis<> {};

auto const step = [](auto const& x, auto const& h) { return std::pair(x + h, x + h); };

auto program(sp::tensor<float, Time, Batch, Hidden> const& x, sp::tensor<float, Batch, Hidden> const& start) {
#ifdef MISTAKE
  return sp::scan<Word>(x, start, step); // wrong
#else
  return sp::scan<Time>(x, start, step);
#endif
}
