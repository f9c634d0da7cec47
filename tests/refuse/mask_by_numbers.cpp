// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mask<tensor<float, Batch, Time>, tensor<float, Batch>>::because_the_mask_holds<float>
// expect: ::compare_to_get_bools
#include <shapeproof/ops/where.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto mask_by_numbers(sp::tensor<float, Batch, Time> const& x, [[maybe_unused]] sp::tensor<float, Batch> const& n,
                     sp::tensor<bool, Batch> const& m) {
#ifdef MISTAKE
  return sp::mask(x, n, 0); // wrong
#else
  return sp::mask(x, m, 0);
#endif
}
