// SPDX-License-Identifier: BSL-1.0
// expect: cannot_conv2d<tensor<int, Batch, Height, Width, Colour>,
// expect: tensor<int, window<Height, 3>, window<Width, 3>, Colour, Edge>>
// expect: ::because_the_element<int>::is_not_float_or_double::use_cast
#include <shapeproof/ops/conv2d.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Colour : sp::axis<3> {};
struct Edge : sp::axis<8> {};

struct example {
  sp::tensor<float, Batch, Height, Width, Colour> images;
  sp::tensor<float, sp::window<Height, 3>, sp::window<Width, 3>, Colour, Edge> kernel;
  sp::tensor<float, Edge> bias;
  sp::tensor<int, Batch, Height, Width, Colour> counts;
  sp::tensor<int, sp::window<Height, 3>, sp::window<Width, 3>, Colour, Edge> sum;
};

auto look(example const& e) {
#ifdef MISTAKE
  return sp::conv2d(e.counts, e.sum, e.bias); // wrong
#else
  return sp::conv2d(e.images, e.kernel, e.bias);
#endif
}
