// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<float, Letters, Batch, State>, tensor<float, Encoded, State>, Encoded>::because_left
#include <shapeproof/nn/general_attention.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct State : sp::axis<256> {};
struct Encoded : sp::axis<512> {};

auto prepared(sp::general_attention<State, Encoded> const& attention,
              sp::tensor<float, Letters, Batch, State> const& states,
              sp::tensor<float, Letters, Batch, Encoded> const& memory) {
#ifdef MISTAKE
  (void)memory;
  return attention.prepare(states); // wrong
#else
  (void)states;
  return attention.prepare(memory);
#endif
}
