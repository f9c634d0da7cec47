// SPDX-License-Identifier: BSL-1.0
// expect: cannot_scan<Time, tensor<float, Batch, Time, Hidden>>::because_its_first_axis_is<Batch>
// expect: ::permute_the_steps_to_the_front
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/permute.hpp>
#include <shapeproof/ops/scan.hpp>

struct Time : sp::axis<> {};
struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};

auto const step = [](auto const& x, auto const& h) { return std::pair(x + h, x + h); };

auto program(sp::tensor<float, Batch, Time, Hidden> const& x, sp::tensor<float, Batch, Hidden> const& start) {
#ifdef MISTAKE
  return sp::scan<Time>(x, start, step); // wrong
#else
  return sp::scan<Time>(sp::permute<Time, Batch, Hidden>(x), start, step);
#endif
}
