// SPDX-License-Identifier: BSL-1.0
// expect: cannot_count_along<Letters>::because_its_rows_are_over<Batch>::count_along_a_plain_axis
#include <shapeproof/ops/iota.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto count_along_a_ragged_axis(sp::tensor<float, Batch, Letters> const& x) {
#ifdef MISTAKE
  return sp::iota(x.extent<Letters>()); // wrong
#else
  return sp::iota(x.extent<Batch>());
#endif
}
