// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_additively_over<Letters, tensor<float, Inner>, tensor<float, Letters, Batch, Inner>,
// expect: tensor<float, Inner>>::because_the_query_lacks<Batch>::project_it_within_the_same_batch
#include <shapeproof/nn/additive_attention.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct State : sp::axis<256> {};
struct Read : sp::axis<256> {};
struct Inner : sp::axis<64> {};

struct example {
  sp::tensor<float, State> one;
  sp::tensor<float, Batch, State> all;
  sp::tensor<float, Letters, Batch, Read> memory;
};

auto look(sp::additive_attention<State, Read, Inner> const& attention, example const& e) {
  auto const prepared = attention.prepare(e.memory);
#ifdef MISTAKE
  return attention(e.one, prepared).context; // wrong
#else
  return attention(e.all, prepared).context;
#endif
}
