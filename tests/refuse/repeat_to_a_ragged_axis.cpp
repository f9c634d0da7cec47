// SPDX-License-Identifier: BSL-1.0
// expect: cannot_repeat<Grey, Letters, tensor<float, Batch, Grey>>::because_of_the_lengths_of<Letters>
// expect: ::use_plain_axes
#include <shapeproof/ops/expand.hpp>

struct Batch : sp::axis<> {};
struct Grey : sp::axis<1> {};
struct Colour : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto repeat_to_a_ragged_axis(sp::tensor<float, Batch, Grey> const& image) {
#ifdef MISTAKE
  return sp::repeat<Grey, Letters>(image, Letters()); // wrong
#else
  return sp::repeat<Grey, Colour>(image);
#endif
}
