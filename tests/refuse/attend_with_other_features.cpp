// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Letters, tensor<float, Batch, Embed>, tensor<float, Letters, Batch, Hidden>>
// expect: ::because_the_query_has<Embed>::and_the_memory_has<Hidden>::project_one_to_the_features_of_the_other
#include <shapeproof/ops/attend.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<256> {};
struct Embed : sp::axis<256> {};

struct example {
  sp::tensor<float, Batch, Hidden> query;
  sp::tensor<float, Letters, Batch, Hidden> memory;
  sp::tensor<float, Batch, Embed> narrow;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend<Letters>(e.narrow, e.memory).context; // wrong
#else
  return sp::attend<Letters>(e.query, e.memory).context;
#endif
}
