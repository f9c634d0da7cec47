// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Letters, tensor<float, Batch, Hidden>, tensor<float, Letters, Batch, Hidden>>
// expect: ::because_only_some_operands_are_on_the_tape<>::put_the_others_there_too
#include <shapeproof/ops/attend.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<256> {};

struct example {
  sp::taped<float, Batch, Hidden> query;
  sp::tensor<float, Letters, Batch, Hidden> memory;
  sp::taped<float, Letters, Batch, Hidden> taped_memory;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend<Letters>(e.query, e.memory).context; // wrong
#else
  return sp::attend<Letters>(e.query, e.taped_memory).context;
#endif
}
