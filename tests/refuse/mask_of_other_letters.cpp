// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mask<tensor<float, Batch, Phones>, tensor<bool, Batch, Letters>>
// expect: ::because_the_mask_runs_over<Batch, Letters>::but_the_tensor_only_over<Batch, Phones>
// expect: ::build_the_mask_on_its_axes
#include <shapeproof/ops/where.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};

auto mask_of_other_letters(sp::tensor<float, Batch, Phones> const& x,
                           [[maybe_unused]] sp::tensor<bool, Batch, Letters> const& wrong,
                           sp::tensor<bool, Batch, Phones> const& m) {
#ifdef MISTAKE
  return sp::mask(x, wrong, 0); // wrong
#else
  return sp::mask(x, m, 0);
#endif
}
