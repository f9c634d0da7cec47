// SPDX-License-Identifier: BSL-1.0
// expect: cannot_scan<Time, tensor<float, Time, Batch, Hidden>>
// expect: ::because_a_step_does_not_give::an_output_and_the_next<tensor<float, Batch, Hidden>>
// expect: ::return_a_pair_of_both
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/scan.hpp>

struct Time : sp::axis<> {};
struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};

auto const step = [](auto const& x, auto const& h) { return std::pair(x + h, x + h); };

auto program(sp::tensor<float, Time, Batch, Hidden> const& x, sp::tensor<float, Batch, Hidden> const& start) {
#ifdef MISTAKE
  return sp::scan<Time>(x, start, [](auto const& y, auto const& h) { return y + h; }); // wrong
#else
  return sp::scan<Time>(x, start, step);
#endif
}
