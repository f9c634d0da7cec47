// SPDX-License-Identifier: BSL-1.0
// expect: cannot_choose_where<tensor<int, Batch>, tensor<float, Batch, Time>, tensor<float, Batch, Time>>
// expect: ::because_the_mask_holds<int>::compare_to_get_bools
#include <shapeproof/ops/where.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto where_the_mask_is_no_bool(sp::tensor<float, Batch, Time> const& a,
                               [[maybe_unused]] sp::tensor<int, Batch> const& n, sp::tensor<bool, Batch> const& m) {
#ifdef MISTAKE
  return sp::where(n, a, a); // wrong
#else
  return sp::where(m, a, a);
#endif
}
