// SPDX-License-Identifier: BSL-1.0
// expect: cannot_repeat<Grey, Batch, tensor<float, Batch, Grey>>::because_it_has_the_new_axis_already
// expect: ::choose_another_name
#include <shapeproof/ops/expand.hpp>

struct Batch : sp::axis<> {};
struct Grey : sp::axis<1> {};
struct Colour : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

auto repeat_to_an_axis_that_is_there(sp::tensor<float, Batch, Grey> const& image) {
#ifdef MISTAKE
  return sp::repeat<Grey, Batch>(image, Batch{3}); // wrong
#else
  return sp::repeat<Grey, Colour>(image);
#endif
}
