// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read<tensor<float, Batch, Time>>::because_the_coordinates_are_over<Batch>
// expect: ::give_one_position_on_each_axis
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

float program(sp::tensor<float, Batch, Time> const& x, sp::index<Batch> b, [[maybe_unused]] sp::index<Time> t) {
#ifdef MISTAKE
  return x(b); // wrong
#else
  return x(b, t);
#endif
}
