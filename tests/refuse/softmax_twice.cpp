// SPDX-License-Identifier: BSL-1.0
// expect: cannot_softmax_over<Phone, tensor<probability<float>, Batch, Phone>>::because_it_holds<probability<float>>
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
