// SPDX-License-Identifier: BSL-1.0
// expect: cannot_max_pool2d<Height, Height, tensor<float, Batch, Height, Width, Edge>>
// expect: ::because_the_operand_has_only<Batch, Height, Width, Edge>::name_two_of_these
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
  return sp::max_pool2d<Height, Height, 2, 2>(e.images); // wrong
#else
  return sp::max_pool2d<Height, Width, 2, 2>(e.images);
#endif
}
