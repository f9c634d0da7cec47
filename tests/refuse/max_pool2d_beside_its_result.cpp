// SPDX-License-Identifier: BSL-1.0
// expect: cannot_max_pool2d<Height, Width, tensor<float, tiles<Height, 2>, Height, Width>>
// expect: ::because_the_operand_already_has<tiles<Height, 2>>::rename_it
#include <shapeproof/ops/max_pool2d.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Edge : sp::axis<8> {};

struct example {
  sp::tensor<float, Batch, Height, Width, Edge> images;
  sp::tensor<float, sp::tiles<Height, 2>, Height, Width> pairs;
};

auto shrink(example const& e) {
#ifdef MISTAKE
  return sp::max_pool2d<Height, Width, 2, 2>(e.pairs); // wrong
#else
  return sp::max_pool2d<Height, Width, 2, 2>(e.images);
#endif
}
