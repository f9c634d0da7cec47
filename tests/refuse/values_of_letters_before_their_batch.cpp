// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make<tensor<float, Letters, Batch>>::because_the_list_has<2L?U?L?, 2L?U?L?>::nest_it_as_the_axes_are
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto rows() {
#ifdef MISTAKE
  return sp::tensor<float, Letters, Batch>::of({{1, 2}, {4, 5}}); // wrong
#else
  return sp::tensor<float, Batch, Letters>::of({{1, 2}, {4, 5}});
#endif
}
