// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_additively_over<Letters, tensor<float, Batch, Energy>,
// expect: tensor<float, Letters, Batch, Energy>, tensor<float, Energy>, tensor<float, Letters, Batch, Hidden>>
// expect: ::because_only_some_operands_are_on_the_tape<>::put_the_others_there_too
#include <shapeproof/ops/attend_additive.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<9> {};
struct Energy : sp::axis<9> {};

struct example {
  sp::tensor<float, Batch, Energy> query;
  sp::tensor<float, Letters, Batch, Energy> keys;
  sp::tensor<float, Energy> v;
  sp::tensor<float, Letters, Batch, Hidden> memory;
  sp::taped<float, Batch, Energy> taped;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend_additive<Letters>(e.taped, e.keys, e.v, e.memory).context; // wrong
#else
  return sp::attend_additive<Letters>(e.query, e.keys, e.v, e.memory).context;
#endif
}
