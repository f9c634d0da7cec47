// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<float, Letters, Batch>, tensor<float, Batch, Out>, Batch>
// expect: ::because_these_would_lose_their_batch<Letters>::contract_another_axis
#include <shapeproof/ops/dot.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Out : sp::axis<4> {};

auto program(sp::tensor<float, Letters, Batch> const& x, [[maybe_unused]] sp::tensor<float, Batch, Out> const& w) {
#ifdef MISTAKE
  return sp::dot<Batch>(x, w); // wrong
#else
  return sp::dot<Letters>(x, x);
#endif
}
