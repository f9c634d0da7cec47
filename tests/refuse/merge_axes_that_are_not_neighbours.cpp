// SPDX-License-Identifier: BSL-1.0
// expect: cannot_merge<Width, Embed, tensor<float, Batch, Time, Embed, Width>>
// expect: ::because_the_second_does_not_stand_behind_the_first::permute_it_there
#include <shapeproof/ops/merge.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Letters : sp::ragged<Batch> {};
struct Some : sp::axis<33> {};
struct All : sp::axis<32> {};

auto merge_axes_that_are_not_neighbours(sp::tensor<float, Batch, Time, Embed, Width> const& x) {
#ifdef MISTAKE
  return sp::merge<Width, Embed>(x); // wrong
#else
  return sp::merge<Embed, Width, All>(x);
#endif
}
