// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make<tensor<float, Width, Out>>::because_the_list_has<3L?U?L?, 2L?U?L?>::nest_it_as_the_axes_are
#include <shapeproof/core/tensor.hpp>

struct Width : sp::axis<2> {};
struct Out : sp::axis<3> {};

auto weight() {
#ifdef MISTAKE
  return sp::tensor<float, Width, Out>::of({{1, 10}, {2, 20}, {3, 30}}); // wrong
#else
  return sp::tensor<float, Out, Width>::of({{1, 10}, {2, 20}, {3, 30}});
#endif
}
