// SPDX-License-Identifier: BSL-1.0
// expect: cannot_log<tensor<distribution<float, Phone>, Batch, Phone>>::because_it_is_a_probability
// expect: ::take_log_softmax_of_the_scores
#include <shapeproof/ops/log.hpp>
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

auto logarithms(sp::tensor<float, Batch, Phone> const& scores) {
#ifdef MISTAKE
  return sp::log(sp::softmax<Phone>(scores)); // wrong
#else
  return sp::log_softmax<Phone>(scores);
#endif
}
