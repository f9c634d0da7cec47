// SPDX-License-Identifier: BSL-1.0
// expect: cannot_slice<Batch, Part, tensor<float, Batch, Letters>>::because_ragged_axes_lie_over_it<Letters>
// expect: ::gather_the_rows
#include <shapeproof/ops/slice.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Time : sp::axis<> {};
struct Part : sp::axis<> {};

auto slice_a_batch_under_its_lengths([[maybe_unused]] sp::tensor<float, Batch, Letters> const& r,
                                     sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return sp::slice<Batch, Part>(r, 0, Part{2}); // wrong
#else
  return sp::slice<Batch, Part>(x, 0, Part{2});
#endif
}
