// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather_within<Beam, Batch, tensor<float, Batch, Beam, Hidden>, tensor<index<Beam>, Beam>>
// expect: ::because_the_ids_are_over<Beam>::give_them_over_the_batch_and_one_axis
#include <shapeproof/ops/gather_within.hpp>

struct Batch : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Hidden : sp::axis<256> {};

auto continued(sp::tensor<float, Batch, Beam, Hidden> const& state, sp::tensor<sp::index<Beam>, Beam> const& order,
               sp::tensor<sp::index<Beam>, Batch, Beam> const& parents) {
#ifdef MISTAKE
  (void)parents;
  return sp::gather_within<Beam, Batch>(state, order); // wrong
#else
  (void)order;
  return sp::gather_within<Beam, Batch>(state, parents);
#endif
}
