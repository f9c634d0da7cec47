// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make<(?=.*tensor<float, Batch, Time>)(?=.*Batch, Time).*because_its_axes_are<.*
// expect: ::give_each_open_extent_once
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Word : sp::axis<> {};

auto program() {
#ifdef MISTAKE
  return sp::tensor<float, Batch, Time>(Batch{2}, Word{3}); // wrong
#else
  return sp::tensor<float, Batch, Time>(Batch{2}, Time{3});
#endif
}
