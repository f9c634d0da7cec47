// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_additively_over<Letters, tensor<float, Batch, Energy>,
// expect: tensor<float, Letters, Batch, Energy>, tensor<double, Energy>, tensor<float, Letters, Batch, Hidden>>
// expect: ::because_the_elements_differ_or_are_no_numbers::cast_them_to_one_floating_type
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
  sp::tensor<double, Energy> precise;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend_additive<Letters>(e.query, e.keys, e.precise, e.memory).context; // wrong
#else
  return sp::attend_additive<Letters>(e.query, e.keys, e.v, e.memory).context;
#endif
}
