// SPDX-License-Identifier: BSL-1.0
// expect: cannot_scan<Time, tensor<float, Time, Batch, Hidden>>
// expect: ::because_only_one_is_on_the_tape_of_it_and_the_state::put_the_other_there_too
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/scan.hpp>

struct Time : sp::axis<> {};
struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};

auto const step = [](auto const& x, auto const& h) { return std::pair(x + h, x + h); };

auto program([[maybe_unused]] sp::tape& tape, sp::taped<float, Time, Batch, Hidden> const& x,
             sp::tensor<float, Batch, Hidden> const& start) {
#ifdef MISTAKE
  return sp::scan<Time>(x, start, step); // wrong
#else
  return sp::scan<Time>(x, tape(start), step);
#endif
}
