// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather_within<Beam, Batch, tensor<float, Batch, Beam, Hidden>, tensor<index<Beam>, Batch, Beam>>
// expect: ::because_only_one_operand_is_on_the_tape<>::put_the_other_there_too
#include <shapeproof/ops/gather_within.hpp>

struct Batch : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Hidden : sp::axis<256> {};

auto continued(sp::tensor<float, Batch, Beam, Hidden> const& state,
               sp::taped<sp::index<Beam>, Batch, Beam> const& parents, sp::tape& tape) {
#ifdef MISTAKE
  return sp::gather_within<Beam, Batch>(state, parents); // wrong
#else
  return sp::gather_within<Beam, Batch>(tape(state), parents);
#endif
}
