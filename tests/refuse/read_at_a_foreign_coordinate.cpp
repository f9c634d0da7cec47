// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read<tensor<float, Batch, Letters>>::because_the_coordinates_are_over<Batch, Phones>
// expect: ::give_one_position_on_each_axis
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::axis<> {};
struct Phones : sp::axis<> {};

float read(sp::tensor<float, Batch, Letters> const& scores, sp::index<Batch> b, [[maybe_unused]] sp::index<Letters> l,
           [[maybe_unused]] sp::index<Phones> p) {
#ifdef MISTAKE
  return scores(b, p); // wrong
#else
  return scores(l, b);
#endif
}
