// SPDX-License-Identifier: BSL-1.0
// expect: cannot_concat<tensor<float, Batch, Embed>, tensor<int, Batch, Width>>
// expect: ::because_element_types_differ<float, int>::cast_one_of_them
#include <shapeproof/ops/concat.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};

auto concat_elements_that_differ(sp::tensor<float, Batch, Embed> const& a, sp::tensor<int, Batch, Width> const& b) {
#ifdef MISTAKE
  return sp::concat(a, b); // wrong
#else
  return sp::concat(a, sp::tensor<float, Batch, Width>(b.extent<Batch>()));
#endif
}
