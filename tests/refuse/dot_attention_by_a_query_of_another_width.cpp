// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_by_dot_over<State, tensor<float, Batch, Encoded>>
// expect: ::because_the_operand_has_only<Batch, Encoded>::rename_its_features
#include <shapeproof/nn/dot_attention.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct State : sp::axis<256> {};
struct Encoded : sp::axis<512> {};

auto attended(sp::dot_attention<State> const& attention, sp::tensor<float, Batch, Encoded> const& last,
              sp::tensor<float, Batch, State> const& query, sp::tensor<float, Letters, Batch, State> const& memory) {
#ifdef MISTAKE
  (void)query;
  return attention(last, memory); // wrong
#else
  (void)last;
  return attention(query, memory);
#endif
}
