// SPDX-License-Identifier: BSL-1.0
// expect: cannot_attend_over<Place, tensor<float, Hidden, Batch>, tensor<float, Place, Batch, Hidden>>
// expect: ::because_any_could_be_the_features<Batch, Hidden>::put_them_last_in_both
#include <shapeproof/ops/attend.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<256> {};
struct Place : sp::axis<> {};

struct example {
  sp::tensor<float, Hidden, Batch> query;
  sp::tensor<float, Batch, Hidden> turned;
  sp::tensor<float, Place, Batch, Hidden> memory;
};

auto mix(example const& e) {
#ifdef MISTAKE
  return sp::attend<Place>(e.query, e.memory).context; // wrong
#else
  return sp::attend<Place>(e.turned, e.memory).context;
#endif
}
