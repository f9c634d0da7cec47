// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read<tensor<float, Batch>>::because_the_coordinates_are_over<Time>
// expect: ::give_one_position_on_each_axis
#include <shapeproof/core/view.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

float program(sp::view<float, Batch> x, [[maybe_unused]] sp::index<Batch> b, [[maybe_unused]] sp::index<Time> t) {
#ifdef MISTAKE
  return x(t); // wrong
#else
  return x(b);
#endif
}
