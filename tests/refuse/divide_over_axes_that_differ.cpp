// SPDX-License-Identifier: BSL-1.0
// expect: cannot_divide<tensor<float, Batch, Time>, tensor<float, Batch, Embed>>
// expect: ::because_left_lacks<Embed>::and_right_lacks<Time>::rename_or_reduce_one
#include <shapeproof/ops/divide.hpp>
#include <shapeproof/ops/sum.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto program(sp::tensor<float, Batch, Time> const& a, sp::tensor<float, Batch, Embed> const& b) {
#ifdef MISTAKE
  return a / b; // wrong
#else
  return sum<Time>(a) / b;
#endif
}
