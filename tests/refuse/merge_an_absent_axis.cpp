// SPDX-License-Identifier: BSL-1.0
// expect: cannot_merge<Embed, All, tensor<float, Batch, Time, Embed, Width>>
// expect: ::because_the_operand_has_only<Batch, Time, Embed, Width>::name_two_of_these
#include <shapeproof/ops/merge.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Letters : sp::ragged<Batch> {};
struct Some : sp::axis<33> {};
struct All : sp::axis<32> {};

auto merge_an_absent_axis(sp::tensor<float, Batch, Time, Embed, Width> const& x) {
#ifdef MISTAKE
  return sp::merge<Embed, All>(x); // wrong
#else
  return sp::merge<Embed, Width, All>(x);
#endif
}
