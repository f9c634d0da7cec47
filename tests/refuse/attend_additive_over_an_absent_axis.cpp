// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_additively_over<Place, tensor<float, Batch, Energy>,
// expect: tensor<float, Letters, Batch, Energy>, tensor<float, Energy>>
// expect: ::because_the_keys_have_no_such_axis::name_the_axis_of_their_positions
#include <shapeproof/ops/attend_additive.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<9> {};
struct Energy : sp::axis<9> {};
struct Place : sp::axis<> {};

struct example {
  sp::tensor<float, Batch, Energy> query;
  sp::tensor<float, Letters, Batch, Energy> keys;
  sp::tensor<float, Energy> v;
  sp::tensor<float, Letters, Batch, Hidden> memory;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend_additive<Place>(e.query, e.keys, e.v, e.memory).context; // wrong
#else
  return sp::attend_additive<Letters>(e.query, e.keys, e.v, e.memory).context;
#endif
}
