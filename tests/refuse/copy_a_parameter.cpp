// SPDX-License-Identifier: BSL-1.0
// expect: (deleted.*parameter<(T, A>|float, Hidden>)|parameter<T, A...>::parameter.*deleted)
#include <shapeproof/tape/parameter.hpp>

struct Hidden : sp::axis<16> {};

void program(sp::parameter<float, Hidden> const& bias) {
#ifdef MISTAKE
  [[maybe_unused]] auto copy = bias; // wrong
#else
  [[maybe_unused]] auto& same = bias;
#endif
}
