// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Letters, tensor<float, Letters, Batch, Hidden>, tensor<float, Letters, Batch, Hidden>>
// expect: ::because_the_query_is_over_it_too::rename_it_to_key_in_the_memory
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
  return sp::attend<Letters>(e.memory, e.memory).context; // wrong
#else
  return sp::attend<Letters>(e.query, e.memory).context;
#endif
}
