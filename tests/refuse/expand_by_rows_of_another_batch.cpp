// SPDX-License-Identifier: BSL-1.0
// expect: cannot_expand<Words, tensor<float, Batch>>::because_its_rows_are_over<Sentence>::which_the_operand_lacks
#include <shapeproof/ops/expand.hpp>

struct Batch : sp::axis<> {};
struct Sentence : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Words : sp::ragged<Sentence> {};

auto expand_by_rows_of_another_batch(sp::tensor<float, Batch> const& x, [[maybe_unused]] Words const& words,
                                     Letters const& letters) {
#ifdef MISTAKE
  return sp::expand<Words>(x, words); // wrong
#else
  return sp::expand<Letters>(x, letters);
#endif
}
