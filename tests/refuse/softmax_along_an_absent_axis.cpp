// SPDX-License-Identifier: BSL-1.0
// expect: cannot_softmax_over<Letter, tensor<float, Batch, Phone>>::because_there_is_no_such_axis
// expect: ::name_the_axis_that_shall_add_up_to_1
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<30> {};
struct Phone : sp::axis<40> {};

auto distribution(sp::tensor<float, Batch, Phone> const& scores) {
#ifdef MISTAKE
  return sp::log_softmax<Letter>(scores); // wrong
#else
  return sp::log_softmax<Phone>(scores);
#endif
}
