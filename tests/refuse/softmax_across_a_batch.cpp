// SPDX-License-Identifier: BSL-1.0
// expect: cannot_softmax_over<Batch, tensor<float, Letters, Batch>>::because_the_padding_of<Letters>
// expect: ::would_get_a_share
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto weights(sp::tensor<float, Letters, Batch> const& scores) {
#ifdef MISTAKE
  return sp::softmax<Batch>(scores); // wrong
#else
  return sp::softmax<Letters>(scores);
#endif
}
