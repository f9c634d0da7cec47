// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather_within<Beam, Batch, tensor<float, Batch, Beam, Hidden>, tensor<index<Phone>, Batch, Beam>>
// expect: ::because_the_ids_hold<index<Phone>>::not_positions_of<Beam>
#include <shapeproof/ops/gather_within.hpp>

struct Batch : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Phone : sp::axis<> {};
struct Hidden : sp::axis<256> {};

auto continued(sp::tensor<float, Batch, Beam, Hidden> const& state,
               sp::tensor<sp::index<Phone>, Batch, Beam> const& ids,
               sp::tensor<sp::index<Beam>, Batch, Beam> const& parents) {
#ifdef MISTAKE
  (void)parents;
  return sp::gather_within<Beam, Batch>(state, ids); // wrong
#else
  (void)ids;
  return sp::gather_within<Beam, Batch>(state, parents);
#endif
}
