// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather_within<Beam, Batch, tensor<float, Batch, Hidden>, tensor<index<Beam>, Batch, Beam>>
// expect: ::because_the_operand_has_only<Batch, Hidden>::name_two_of_these
#include <shapeproof/ops/gather_within.hpp>

struct Batch : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Hidden : sp::axis<256> {};

auto continued(sp::tensor<float, Batch, Hidden> const& encoded, sp::tensor<float, Batch, Beam, Hidden> const& state,
               sp::tensor<sp::index<Beam>, Batch, Beam> const& parents) {
#ifdef MISTAKE
  (void)state;
  return sp::gather_within<Beam, Batch>(encoded, parents); // wrong
#else
  (void)encoded;
  return sp::gather_within<Beam, Batch>(state, parents);
#endif
}
