// SPDX-License-Identifier: BSL-1.0
// expect: cannot_sum<tensor<float, Letters, Batch>, Batch>::because_these_would_lose_their_batch<Letters>
// expect: ::reduce_them_too
#include <shapeproof/ops/sum.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto program(sp::tensor<float, Letters, Batch> const& x) {
#ifdef MISTAKE
  return sp::sum<Batch>(x); // wrong
#else
  return sp::sum<Letters, Batch>(x);
#endif
}
