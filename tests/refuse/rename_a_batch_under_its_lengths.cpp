// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rename<Batch, Sentence, tensor<float, Batch, Letters>>::because_ragged_axes_lie_over_it<Letters>
// expect: ::rename_it_before_they_appear
#include <shapeproof/ops/rename.hpp>

struct Batch : sp::axis<> {};
struct Sentence : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};

auto rename_a_batch_under_its_lengths(sp::tensor<float, Batch, Letters> const& x) {
#ifdef MISTAKE
  return sp::rename<Batch, Sentence>(x); // wrong
#else
  return sp::rename<Letters, Phones>(x);
#endif
}
