// SPDX-License-Identifier: BSL-1.0
// expect: cannot_slice<Embed, Part, tensor<float, Embed>>::because_the_parts_extent_is_known_only_at_run_time
// expect: ::give_first_and_part_as_arguments
#include <shapeproof/ops/slice.hpp>

struct Embed : sp::axis<8> {};
struct Part : sp::axis<> {};

auto slice_of_unknown_extent(sp::tensor<float, Embed> const& x) {
#ifdef MISTAKE
  return sp::slice<Embed, Part, 2>(x); // wrong
#else
  return sp::slice<Embed, Part>(x, 2, Part{3});
#endif
}
