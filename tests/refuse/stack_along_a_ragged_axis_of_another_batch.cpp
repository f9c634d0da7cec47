// SPDX-License-Identifier: BSL-1.0
// expect: cannot_stack<Words, tensor<float, Batch>>::because_its_rows_are_over<Sentence>::which_they_lack
#include <shapeproof/ops/stack.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Sentence : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Words : sp::ragged<Sentence> {};

auto stack_along_a_ragged_axis_of_another_batch(std::vector<sp::tensor<float, Batch>> const& x,
                                                [[maybe_unused]] Words const& words, Letters const& letters) {
#ifdef MISTAKE
  return sp::stack<Words>(x, words); // wrong
#else
  return sp::stack<Letters>(x, letters);
#endif
}
