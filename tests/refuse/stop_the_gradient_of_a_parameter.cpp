// SPDX-License-Identifier: BSL-1.0
// expect: cannot_stop_gradient<tensor<float, Embed>>::because_it_is_a_parameter<float>
// expect: ::make_the_tape_of_what_shall_be_trained
#include <shapeproof/ops/stop_gradient.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto stop_the_gradient_of_a_parameter([[maybe_unused]] sp::parameter<float, Embed> const& w,
                                      sp::taped<float, Batch> const& x) {
#ifdef MISTAKE
  return sp::stop_gradient(w); // wrong
#else
  return sp::stop_gradient(x);
#endif
}
