// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather_within<Beam, Batch, tensor<float, Batch, Beam, Parts>, tensor<index<Beam>, Batch, Beam>>
// expect: ::because_ragged_axes_lie_over_it<Parts>::their_lengths_would_stay_behind
#include <shapeproof/ops/gather_within.hpp>

struct Batch : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Hidden : sp::axis<256> {};
struct Parts : sp::ragged<Beam> {};

auto continued(sp::tensor<float, Batch, Beam, Parts> const& parts, sp::tensor<float, Batch, Beam, Hidden> const& state,
               sp::tensor<sp::index<Beam>, Batch, Beam> const& parents) {
#ifdef MISTAKE
  (void)state;
  return sp::gather_within<Beam, Batch>(parts, parents); // wrong
#else
  (void)parts;
  return sp::gather_within<Beam, Batch>(state, parents);
#endif
}
