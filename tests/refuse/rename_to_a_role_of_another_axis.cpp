// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rename<Batch, key<Time>, tensor<float, Batch, Time, Width>>
// expect: ::because_it_would_be_a_second_role_of<Time>::rename_that_axis
#include <shapeproof/ops/rename.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Width : sp::axis<8> {};

auto keys(sp::tensor<float, Batch, Time, Width> const& x) {
#ifdef MISTAKE
  return sp::rename<Batch, sp::key<Time>>(x); // wrong
#else
  return sp::rename<Time, sp::key<Time>>(x);
#endif
}
