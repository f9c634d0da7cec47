// SPDX-License-Identifier: BSL-1.0
// expect: cannot_stack<Letters, tensor<float, Batch>>::because_the_axis_is_ragged::give_its_lengths_too
#include <shapeproof/ops/stack.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto stack_along_a_ragged_axis_without_lengths(std::vector<sp::tensor<float, Batch>> const& x, Letters const& letters) {
#ifdef MISTAKE
  return sp::stack<Letters>(x); // wrong
#else
  return sp::stack<Letters>(x, letters);
#endif
}
