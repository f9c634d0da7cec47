// SPDX-License-Identifier: BSL-1.0
// expect: cannot_max<tensor<float, Letters, Batch>, Batch>::because_these_would_lose_their_batch<Letters>
// expect: ::reduce_them_first
#include <shapeproof/ops/max.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto program(sp::tensor<float, Letters, Batch> const& x) {
#ifdef MISTAKE
  return sp::max<Batch>(x); // wrong
#else
  return sp::max<Batch>(sp::max<Letters>(x));
#endif
}
