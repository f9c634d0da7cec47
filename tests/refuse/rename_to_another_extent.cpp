// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rename<Embed, Width, tensor<float, Embed>>::because_the_extent_is<8L?>::and_the_new_one<4L?>
// expect: ::name_an_axis_of_that_extent
#include <shapeproof/ops/rename.hpp>

struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Other : sp::axis<8> {};

auto rename_to_another_extent(sp::tensor<float, Embed> const& x) {
#ifdef MISTAKE
  return sp::rename<Embed, Width>(x); // wrong
#else
  return sp::rename<Embed, Other>(x);
#endif
}
