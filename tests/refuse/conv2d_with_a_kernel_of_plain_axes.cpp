// SPDX-License-Identifier: BSL-1.0
// expect: cannot_conv2d<tensor<float, Batch, Height, Width, Colour>,
// expect: tensor<float, High, Wide, Colour, Edge>>
// expect: ::because_the_kernel_has<High, Wide, Colour, Edge>::give_it_two_windows_Channel_and_Filter
#include <shapeproof/ops/conv2d.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Colour : sp::axis<3> {};
struct Edge : sp::axis<8> {};
struct High : sp::axis<3> {};
struct Wide : sp::axis<3> {};

struct example {
  sp::tensor<float, Batch, Height, Width, Colour> images;
  sp::tensor<float, sp::window<Height, 3>, sp::window<Width, 3>, Colour, Edge> kernel;
  sp::tensor<float, Edge> bias;
  sp::tensor<float, High, Wide, Colour, Edge> plain;
};

auto look(example const& e) {
#ifdef MISTAKE
  return sp::conv2d(e.images, e.plain, e.bias); // wrong
#else
  return sp::conv2d(e.images, e.kernel, e.bias);
#endif
}
