// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Letters, tensor<float, Other, Hidden>, tensor<float, Letters, Batch, Hidden>>
// expect: ::because_the_query_lacks_the_batch<Batch>::take_both_from_the_same_batch
#include <shapeproof/ops/attend.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<256> {};
struct Other : sp::axis<> {};

struct example {
  sp::tensor<float, Batch, Hidden> query;
  sp::tensor<float, Letters, Batch, Hidden> memory;
  sp::tensor<float, Other, Hidden> stranger;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend<Letters>(e.stranger, e.memory).context; // wrong
#else
  return sp::attend<Letters>(e.query, e.memory).context;
#endif
}
