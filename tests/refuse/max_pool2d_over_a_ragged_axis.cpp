// SPDX-License-Identifier: BSL-1.0
// expect: cannot_max_pool2d<Letters, Width, tensor<float, Batch, Letters, Width>>
// expect: ::because_of_the_lengths_of<Letters>::pool_plain_axes
#include <shapeproof/ops/max_pool2d.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Edge : sp::axis<8> {};
struct Letters : sp::ragged<Batch> {};

struct example {
  sp::tensor<float, Batch, Height, Width, Edge> images;
  sp::tensor<float, Batch, Letters, Width> lines;
};

auto shrink(example const& e) {
#ifdef MISTAKE
  return sp::max_pool2d<Letters, Width, 2, 2>(e.lines); // wrong
#else
  return sp::max_pool2d<Height, Width, 2, 2>(e.images);
#endif
}
