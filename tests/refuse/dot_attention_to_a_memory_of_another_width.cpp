// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_by_dot_over<State, tensor<float, Letters, Batch, Encoded>>
// expect: ::because_the_operand_has_only<Letters, Batch, Encoded>::rename_its_features
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/ops/rename.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct State : sp::axis<256> {};
struct Encoded : sp::axis<256> {};

auto prepared(sp::dot_attention<State> const& attention, sp::tensor<float, Letters, Batch, Encoded> const& memory) {
#ifdef MISTAKE
  return attention.prepare(memory); // wrong
#else
  return attention.prepare(sp::rename<Encoded, State>(memory));
#endif
}
