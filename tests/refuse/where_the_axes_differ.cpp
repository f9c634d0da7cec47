// SPDX-License-Identifier: BSL-1.0
// expect: cannot_choose_where<tensor<bool, Batch>, tensor<float, Batch, Time>, tensor<float, Batch>>
// expect: ::because_one_runs_over<Batch, Time>::and_the_other_over<Batch>::permute_or_expand_one
#include <shapeproof/ops/where.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

auto where_the_axes_differ(sp::tensor<bool, Batch> const& m, sp::tensor<float, Batch, Time> const& a,
                           [[maybe_unused]] sp::tensor<float, Batch> const& b) {
#ifdef MISTAKE
  return sp::where(m, a, b); // wrong
#else
  return sp::where(m, a, a);
#endif
}
