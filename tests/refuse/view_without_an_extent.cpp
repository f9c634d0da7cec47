// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make<(?=.*tensor<float, Batch, Time>)(?=.*Batch, Time).*because_its_axes_are<.*
// expect: ::give_each_open_extent_once
#include <shapeproof/core/view.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto program(std::span<float const> numbers) {
#ifdef MISTAKE
  return sp::view<float, Batch, Time>(numbers, Batch{2}); // wrong
#else
  return sp::view<float, Batch, Time>(numbers, Batch{2}, Time{3});
#endif
}
