// SPDX-License-Identifier: BSL-1.0
// expect: cannot_add<tensor<float, Batch, Letters>, tensor<float, Batch, Phones>>
// expect: ::because_left_lacks<Phones>::and_right_lacks<Letters>::rename_or_reduce_one
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/multiply.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::axis<8> {};
struct Phones : sp::axis<9> {};

auto program(sp::tensor<float, Batch, Letters> const& a, [[maybe_unused]] sp::tensor<float, Batch, Phones> const& b) {
#ifdef MISTAKE
  auto const both = a + b; // wrong
#else
  auto const both = a + a;
#endif
  auto const twice = both * 2;
  return twice + a;
}
