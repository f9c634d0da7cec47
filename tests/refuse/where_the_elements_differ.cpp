// SPDX-License-Identifier: BSL-1.0
// expect: cannot_choose_where<tensor<bool, Batch>, tensor<float, Batch>, tensor<int, Batch>>
// expect: ::because_element_types_differ<float, int>::cast_one_of_them
#include <shapeproof/ops/where.hpp>

struct Batch : sp::axis<> {};

auto where_the_elements_differ(sp::tensor<bool, Batch> const& m, sp::tensor<float, Batch> const& a,
                               [[maybe_unused]] sp::tensor<int, Batch> const& b) {
#ifdef MISTAKE
  return sp::where(m, a, b); // wrong
#else
  return sp::where(m, a, a);
#endif
}
