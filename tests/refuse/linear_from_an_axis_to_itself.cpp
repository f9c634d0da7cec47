// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make_linear<Hidden, Hidden>::because_its_weight_would_have_one_axis_twice
// expect: ::give_the_output_an_axis_of_its_own
#include <shapeproof/nn/linear.hpp>

struct Batch : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Inner : sp::axis<16> {};

auto project([[maybe_unused]] sp::linear<Hidden, Inner> const& layer,
             [[maybe_unused]] sp::linear<Hidden, Hidden> const& square, sp::tensor<float, Batch, Hidden> const& x) {
#ifdef MISTAKE
  return square(x); // wrong
#else
  return layer(x);
#endif
}
