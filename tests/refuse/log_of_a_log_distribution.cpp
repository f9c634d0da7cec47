// SPDX-License-Identifier: BSL-1.0
// expect: cannot_log<tensor<log_distribution<float, Phone>, Batch, Phone>>::because_it_is_a_logarithm::use_it_as_it_is
#include <shapeproof/ops/log.hpp>
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

auto logarithms(sp::tensor<float, Batch, Phone> const& scores) {
#ifdef MISTAKE
  return sp::log(sp::log_softmax<Phone>(scores)); // wrong
#else
  return sp::log_softmax<Phone>(scores);
#endif
}
