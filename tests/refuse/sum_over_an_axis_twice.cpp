// SPDX-License-Identifier: BSL-1.0
// expect: cannot_sum<tensor<float, Batch, Embed>, Embed, Embed>::because_an_axis_is_named_twice
// expect: ::name_each_once
#include <shapeproof/ops/sum.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto program(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::sum<Embed, Embed>(x); // wrong
#else
  return sp::sum<Embed>(x);
#endif
}
