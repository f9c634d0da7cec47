// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Phones, tensor<float, Batch, Hidden>, tensor<float, Letters, Batch, Hidden>>
// expect: ::because_the_memory_has_no_such_axis::name_the_axis_of_its_positions
#include <shapeproof/ops/attend.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<256> {};
struct Phones : sp::ragged<Batch> {};

struct example {
  sp::tensor<float, Batch, Hidden> query;
  sp::tensor<float, Letters, Batch, Hidden> memory;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend<Phones>(e.query, e.memory).context; // wrong
#else
  return sp::attend<Letters>(e.query, e.memory).context;
#endif
}
