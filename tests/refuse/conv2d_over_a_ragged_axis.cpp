// SPDX-License-Identifier: BSL-1.0
// expect: cannot_conv2d<tensor<float, Batch, Letters, Width, Colour>,
// expect: tensor<float, window<Letters, 3>, window<Width, 3>, Colour, Edge>>
// expect: ::because_of_the_lengths_of<Letters>::see_plain_axes
#include <shapeproof/ops/conv2d.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Colour : sp::axis<3> {};
struct Edge : sp::axis<8> {};
struct Letters : sp::ragged<Batch> {};

struct example {
  sp::tensor<float, Batch, Height, Width, Colour> images;
  sp::tensor<float, sp::window<Height, 3>, sp::window<Width, 3>, Colour, Edge> kernel;
  sp::tensor<float, Edge> bias;
  sp::tensor<float, Batch, Letters, Width, Colour> lines;
  sp::tensor<float, sp::window<Letters, 3>, sp::window<Width, 3>, Colour, Edge> across;
};

auto look(example const& e) {
#ifdef MISTAKE
  return sp::conv2d(e.lines, e.across, e.bias); // wrong
#else
  return sp::conv2d(e.images, e.kernel, e.bias);
#endif
}
