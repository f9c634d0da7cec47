// SPDX-License-Identifier: BSL-1.0
// expect: cannot_softmax_over<Phone, tensor<distribution<float, Phone>, Batch, Phone>>
// expect: ::because_it_holds<distribution<float, Phone>>
// expect: ::take_the_scores_and_softmax_once
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

auto distribution(sp::tensor<float, Batch, Phone> const& scores) {
#ifdef MISTAKE
  auto const p = sp::softmax<Phone>(scores);
  return sp::softmax<Phone>(p); // wrong
#else
  return sp::softmax<Phone>(scores);
#endif
}
