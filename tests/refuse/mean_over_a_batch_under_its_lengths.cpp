// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mean<tensor<float, Letters, Batch>, Batch>::because_these_would_lose_their_batch<Letters>
// expect: ::reduce_them_too
#include <shapeproof/ops/mean.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto program(sp::tensor<float, Letters, Batch> const& x) {
#ifdef MISTAKE
  return sp::mean<Batch>(x); // wrong
#else
  return sp::mean<Letters, Batch>(x);
#endif
}
