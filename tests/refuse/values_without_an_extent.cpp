// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make<tensor<float, Batch, Time>>::because_its_axes_are<Batch, Time>::give_each_open_extent
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto program() {
#ifdef MISTAKE
  return sp::tensor<float, Batch, Time>::of({1, 2, 3}, Time{3}); // wrong
#else
  return sp::tensor<float, Batch, Time>::of({1, 2, 3}, Time{3}, Batch{1});
#endif
}
