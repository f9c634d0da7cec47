// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_to<tensor<float, Batch, State>, tensor<float, Letters, Batch, Encoded>>
// expect: ::because_another_layer_prepared_it::give_what_prepare_of_this_layer_made
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/nn/general_attention.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct State : sp::axis<256> {};
struct Encoded : sp::axis<256> {};

auto look([[maybe_unused]] sp::dot_attention<State> const& dot, sp::general_attention<State, Encoded> const& general,
          sp::tensor<float, Batch, State> const& query, sp::tensor<float, Letters, Batch, Encoded> const& memory) {
  auto const prepared = general.prepare(memory);
#ifdef MISTAKE
  return dot(query, prepared).context; // wrong
#else
  return general(query, prepared).context;
#endif
}
