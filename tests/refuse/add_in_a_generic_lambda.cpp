// SPDX-License-Identifier: BSL-1.0
// expect: cannot_add<tensor<float, Batch, Letters>, tensor<float, Batch, Phones>>
// expect: ::because_left_lacks<Phones>::and_right_lacks<Letters>::rename_or_reduce_one
// lines: 10 (clang says in three more which function template it was in)
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/multiply.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::axis<8> {};
struct Phones : sp::axis<9> {};

auto program(sp::tensor<float, Batch, Letters> const& a, sp::tensor<float, Batch, Phones> const& b) {
  auto const sum = [](auto const& x, [[maybe_unused]] auto const& y) {
#ifdef MISTAKE
    return x + y; // wrong
#else
    return x + x;
#endif
  };
  return sum(a, b) * 2;
}
