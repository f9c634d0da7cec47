// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mean<tensor<float, Batch, Embed>, Embed, Embed>::because_an_axis_is_named_twice
// expect: ::name_each_once
#include <shapeproof/ops/mean.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto program(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::mean<Embed, Embed>(x); // wrong
#else
  return sp::mean<Embed>(x);
#endif
}
