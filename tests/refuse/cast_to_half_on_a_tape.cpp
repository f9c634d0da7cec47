// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast<half, tensor<float, Batch>>::because_gradients_would_end_here<half>::store_it_outside_the_tape
#include <shapeproof/ops/cast.hpp>

struct Batch : sp::axis<> {};

auto cast_to_half_on_a_tape(sp::taped<float, Batch> const& x) {
#ifdef MISTAKE
  return sp::cast<sp::half>(x); // wrong
#else
  return sp::cast<double>(x);
#endif
}
