// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read<tensor<float, Batch>>::because_it_has_axes<Batch>
// expect: ::reduce_them_or_read_one_element
#include <shapeproof/tape/tape.hpp>

struct Batch : sp::axis<> {};

auto program([[maybe_unused]] sp::taped<float, Batch> x, [[maybe_unused]] sp::taped<float> y) {
#ifdef MISTAKE
  return x.value(); // wrong
#else
  return y.value();
#endif
}
