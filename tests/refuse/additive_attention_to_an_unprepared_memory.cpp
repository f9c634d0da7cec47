// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_to<tensor<float, Batch, State>, tensor<float, Letters, Batch, Encoded>>
// expect: ::because_it_was_not_prepared::give_what_prepare_made_of_it
#include <shapeproof/nn/additive_attention.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct State : sp::axis<256> {};
struct Encoded : sp::axis<256> {};
struct Inner : sp::axis<64> {};

auto look(sp::additive_attention<State, Encoded, Inner> const& attention, sp::tensor<float, Batch, State> const& query,
          sp::tensor<float, Letters, Batch, Encoded> const& memory) {
#ifdef MISTAKE
  return attention(query, memory).context; // wrong
#else
  return attention(query, attention.prepare(memory)).context;
#endif
}
