// SPDX-License-Identifier: BSL-1.0
// expect: cannot_merge<Embed, Width, tensor<float, Batch, Time, Embed, Width>>::because_the_result_axis<Some>
// expect: ::is_not_as_long_as_both
#include <shapeproof/ops/merge.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Letters : sp::ragged<Batch> {};
struct Some : sp::axis<33> {};
struct All : sp::axis<32> {};

auto merge_to_another_extent(sp::tensor<float, Batch, Time, Embed, Width> const& x) {
#ifdef MISTAKE
  return sp::merge<Embed, Width, Some>(x); // wrong
#else
  return sp::merge<Embed, Width, All>(x);
#endif
}
