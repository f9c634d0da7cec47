// SPDX-License-Identifier: BSL-1.0
// expect: cannot_slice<Time, Part, tensor<float, Batch>>::because_the_operand_has_only<Batch>::name_one_of_these
#include <shapeproof/ops/slice.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Part : sp::axis<> {};

auto slice_along_an_absent_axis(sp::tensor<float, Batch> const& x) {
#ifdef MISTAKE
  return sp::slice<Time, Part>(x, 0, Part{2}); // wrong
#else
  return sp::slice<Batch, Part>(x, 0, Part{2});
#endif
}
