// SPDX-License-Identifier: BSL-1.0
// expect: cannot_max_pool2d<Height, Width, tensor<float, Batch, Height, Width, Edge>>
// expect: ::because_the_window<window<Height, 30>>::is_longer_than_its_axis::take_a_smaller_one
#include <shapeproof/ops/max_pool2d.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Edge : sp::axis<8> {};

struct example {
  sp::tensor<float, Batch, Height, Width, Edge> images;
};

auto shrink(example const& e) {
#ifdef MISTAKE
  return sp::max_pool2d<Height, Width, 30, 2>(e.images); // wrong
#else
  return sp::max_pool2d<Height, Width, 2, 2>(e.images);
#endif
}
