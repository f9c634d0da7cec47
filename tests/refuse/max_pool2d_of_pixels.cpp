// SPDX-License-Identifier: BSL-1.0
// expect: cannot_max_pool2d<Height, Width, tensor<unsigned char, Batch, Height, Width>>
// expect: ::because_the_element<unsigned char>::is_not_float_or_double::use_cast
#include <shapeproof/ops/max_pool2d.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Edge : sp::axis<8> {};

struct example {
  sp::tensor<float, Batch, Height, Width, Edge> images;
  sp::tensor<std::uint8_t, Batch, Height, Width> pixels;
};

auto shrink(example const& e) {
#ifdef MISTAKE
  return sp::max_pool2d<Height, Width, 2, 2>(e.pixels); // wrong
#else
  return sp::max_pool2d<Height, Width, 2, 2>(e.images);
#endif
}
