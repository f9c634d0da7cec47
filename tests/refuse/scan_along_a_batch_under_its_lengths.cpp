// SPDX-License-Identifier: BSL-1.0
// expect: cannot_scan<Batch, tensor<float, Batch, Letters, Hidden>>
// expect: ::because_a_step_would_lose_the_batch_of<Letters>::step_along_another_axis
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/permute.hpp>
#include <shapeproof/ops/scan.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<16> {};

auto const step = [](auto const& x, auto const& h) { return std::pair(x + h, x + h); };

auto program(sp::tensor<float, Batch, Letters, Hidden> const& x, sp::tensor<float, Batch, Hidden> const& start) {
#ifdef MISTAKE
  return sp::scan<Batch>(x, start, step); // wrong
#else
  return sp::scan<Letters>(sp::permute<Letters, Batch, Hidden>(x), start, step);
#endif
}
