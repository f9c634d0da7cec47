// SPDX-License-Identifier: BSL-1.0
// expect: cannot_compare<tensor<float, Batch, Time>, tensor<float, Batch, Embed>>
// expect: ::because_left_lacks<Embed>::and_right_lacks<Time>::rename_or_reduce_one
#include <shapeproof/ops/compare.hpp>
#include <shapeproof/ops/max.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto program(sp::tensor<float, Batch, Time> const& a, sp::tensor<float, Batch, Embed> const& b) {
#ifdef MISTAKE
  return a < b; // wrong
#else
  return sp::max<Time>(a) < b;
#endif
}
