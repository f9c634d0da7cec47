// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Letters, tensor<float, Batch, Hidden>, tensor<float, Letters, Batch, Hidden>,
// expect: tensor<float, Letters, Batch>>
// expect: ::because_the_values_have<>::where_one_axis_of_features_belongs
#include <shapeproof/ops/attend.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<256> {};

struct example {
  sp::tensor<float, Batch, Hidden> query;
  sp::tensor<float, Letters, Batch, Hidden> memory;
  sp::tensor<float, Letters, Batch> bare;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend<Letters>(e.query, e.memory, e.bare).context; // wrong
#else
  return sp::attend<Letters>(e.query, e.memory).context;
#endif
}
