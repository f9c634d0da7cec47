// SPDX-License-Identifier: BSL-1.0
// expect: cannot_repeat<Colour, Six, tensor<float, Batch, Colour>>::because_the_extent_is<3L?>
// expect: ::and_only_one_position_can_be_repeated
#include <shapeproof/ops/expand.hpp>

struct Batch : sp::axis<> {};
struct Grey : sp::axis<1> {};
struct Colour : sp::axis<3> {};
struct Six : sp::axis<6> {};

auto repeat_several_positions(sp::tensor<float, Batch, Grey> const& grey,
                              [[maybe_unused]] sp::tensor<float, Batch, Colour> const& image) {
#ifdef MISTAKE
  return sp::repeat<Colour, Six>(image); // wrong
#else
  return sp::repeat<Grey, Six>(grey);
#endif
}
