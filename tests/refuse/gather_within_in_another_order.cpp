// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather_within<Beam, Batch, tensor<float, Beam, Batch, Hidden>, tensor<index<Beam>, Batch, Beam>>
// expect: ::because_it_does_not_follow_its_batch::permute_it_there
#include <shapeproof/ops/gather_within.hpp>

struct Batch : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Hidden : sp::axis<256> {};

auto continued(sp::tensor<float, Beam, Batch, Hidden> const& turned,
               sp::tensor<float, Batch, Beam, Hidden> const& state,
               sp::tensor<sp::index<Beam>, Batch, Beam> const& parents) {
#ifdef MISTAKE
  (void)state;
  return sp::gather_within<Beam, Batch>(turned, parents); // wrong
#else
  (void)turned;
  return sp::gather_within<Beam, Batch>(state, parents);
#endif
}
