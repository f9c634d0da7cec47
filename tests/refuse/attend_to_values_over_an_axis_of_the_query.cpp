// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Letters, tensor<float, Beam, Batch, Hidden>,
// expect: tensor<float, Letters, Batch, Hidden>, tensor<float, Letters, Batch, Beam>>
// expect: ::because_query_and_values_both_have<Beam>::rename_that_axis_of_one
#include <shapeproof/ops/attend.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<256> {};
struct Beam : sp::axis<4> {};

struct example {
  sp::tensor<float, Beam, Batch, Hidden> query;
  sp::tensor<float, Letters, Batch, Hidden> memory;
  sp::tensor<float, Letters, Batch, Beam> twice;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend<Letters>(e.query, e.memory, e.twice).context; // wrong
#else
  return sp::attend<Letters>(e.query, e.memory).context;
#endif
}
