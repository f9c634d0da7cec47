// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<float, Batch, Encoded>, tensor<float, State, Inner>, State>::because_left
#include <shapeproof/nn/additive_attention.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct State : sp::axis<256> {};
struct Encoded : sp::axis<512> {};
struct Inner : sp::axis<128> {};

auto attended(sp::additive_attention<State, Encoded, Inner> const& attention,
              sp::tensor<float, Batch, Encoded> const& last, sp::tensor<float, Batch, State> const& query,
              sp::tensor<float, Letters, Batch, Encoded> const& memory) {
  auto const prepared = attention.prepare(memory);
#ifdef MISTAKE
  (void)query;
  return attention(last, prepared); // wrong
#else
  (void)last;
  return attention(query, prepared);
#endif
}
