// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Letters, tensor<float, Batch, Hidden>, tensor<float, Letters, Batch, Hidden>,
// expect: tensor<float, Batch, Hidden>>
// expect: ::because_the_values_lack<Letters>::give_one_value_for_each_key
#include <shapeproof/ops/attend.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<256> {};

struct example {
  sp::tensor<float, Batch, Hidden> query;
  sp::tensor<float, Letters, Batch, Hidden> memory;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend<Letters>(e.query, e.memory, e.query).context; // wrong
#else
  return sp::attend<Letters>(e.query, e.memory).context;
#endif
}
