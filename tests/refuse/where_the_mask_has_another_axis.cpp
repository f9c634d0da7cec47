// SPDX-License-Identifier: BSL-1.0
// expect: cannot_choose_where<tensor<bool, Time>, tensor<float, Batch, Width>, tensor<float, Batch, Width>>
// expect: ::because_the_mask_runs_over<Time>::but_the_choices_only_over<Batch, Width>::build_the_mask_on_their_axes
#include <shapeproof/ops/where.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Width : sp::axis<4> {};

auto where_the_mask_has_another_axis(sp::tensor<float, Batch, Width> const& a,
                                     [[maybe_unused]] sp::tensor<bool, Time> const& t,
                                     sp::tensor<bool, Batch> const& m) {
#ifdef MISTAKE
  return sp::where(t, a, a); // wrong
#else
  return sp::where(m, a, a);
#endif
}
