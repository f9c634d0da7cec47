// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather_within<Letters, Batch, tensor<float, Batch, Letters>, tensor<index<Letters>, Batch, Beam>>
// expect: ::because_it_is_ragged::and_a_row_may_have_ended_before
#include <shapeproof/ops/gather_within.hpp>

struct Batch : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Hidden : sp::axis<256> {};
struct Letters : sp::ragged<Batch> {};
struct Steps : sp::axis<> {};

auto chosen(sp::tensor<float, Batch, Letters> const& x, sp::tensor<sp::index<Letters>, Batch, Beam> const& letters,
            sp::tensor<float, Batch, Steps> const& y, sp::tensor<sp::index<Steps>, Batch, Beam> const& steps) {
#ifdef MISTAKE
  (void)y, (void)steps;
  return sp::gather_within<Letters, Batch>(x, letters); // wrong
#else
  (void)x, (void)letters;
  return sp::gather_within<Steps, Batch>(y, steps);
#endif
}
