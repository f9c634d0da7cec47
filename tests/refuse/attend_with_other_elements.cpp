// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Letters, tensor<double, Batch, Hidden>, tensor<float, Letters, Batch, Hidden>>
// expect: ::because_the_elements_differ_or_are_no_numbers::cast_them_to_one_floating_type
#include <shapeproof/ops/attend.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<256> {};

struct example {
  sp::tensor<float, Batch, Hidden> query;
  sp::tensor<float, Letters, Batch, Hidden> memory;
  sp::tensor<double, Batch, Hidden> precise;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend<Letters>(e.precise, e.memory).context; // wrong
#else
  return sp::attend<Letters>(e.query, e.memory).context;
#endif
}
