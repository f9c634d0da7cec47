// SPDX-License-Identifier: BSL-1.0
// expect: cannot_tape<tensor<float, Hidden>>::because_it_is_a_parameter::use_it_as_it_is
#include <shapeproof/ops/add.hpp>

struct Hidden : sp::axis<16> {};

auto program([[maybe_unused]] sp::tape& tape, sp::taped<float, Hidden> const& x,
             sp::parameter<float, Hidden> const& bias) {
#ifdef MISTAKE
  return x + tape(bias); // wrong
#else
  return x + bias;
#endif
}
