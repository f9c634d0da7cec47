// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather<Letters, tensor<float, Batch, Letters>, tensor<length<Letters>, Batch>>
// expect: ::because_the_ids_are_lengths<length<Letters>>::take_the_last_position_of_each_row
#include <shapeproof/ops/first_last.hpp>
#include <shapeproof/ops/gather.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto ends(sp::tensor<float, Batch, Letters> const& x,
          [[maybe_unused]] sp::tensor<sp::length<Letters>, Batch> const& lengths) {
#ifdef MISTAKE
  return sp::gather<Letters>(x, lengths); // wrong
#else
  return sp::last<Letters>(x);
#endif
}
