// SPDX-License-Identifier: BSL-1.0
// expect: cannot_softmax_over<Phone, tensor<int, Batch, Phone>>::because_it_holds<int>::cast_them_to_float
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

auto distribution([[maybe_unused]] sp::tensor<int, Batch, Phone> const& counts,
                  [[maybe_unused]] sp::tensor<float, Batch, Phone> const& scores) {
#ifdef MISTAKE
  return sp::softmax<Phone>(counts); // wrong
#else
  return sp::softmax<Phone>(scores);
#endif
}
