// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_additively_over<Letters, tensor<float, Beam, Batch, Energy>,
// expect: tensor<float, Letters, Batch, Energy>, tensor<float, Energy>, tensor<float, Letters, Batch, Beam>>
// expect: ::because_query_and_values_both_have<Beam>::rename_that_axis_of_one
#include <shapeproof/ops/attend_additive.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<9> {};
struct Energy : sp::axis<9> {};
struct Beam : sp::axis<4> {};

struct example {
  sp::tensor<float, Beam, Batch, Energy> query;
  sp::tensor<float, Letters, Batch, Energy> keys;
  sp::tensor<float, Energy> v;
  sp::tensor<float, Letters, Batch, Hidden> memory;
  sp::tensor<float, Letters, Batch, Beam> twice;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend_additive<Letters>(e.query, e.keys, e.v, e.twice).context; // wrong
#else
  return sp::attend_additive<Letters>(e.query, e.keys, e.v, e.memory).context;
#endif
}
