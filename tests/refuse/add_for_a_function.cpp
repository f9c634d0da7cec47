// SPDX-License-Identifier: BSL-1.0
// expect: cannot_add<tensor<float, Batch, Letters>, tensor<float, Batch, Phones>>
// expect: ::because_left_lacks<Phones>::and_right_lacks<Letters>::rename_or_reduce_one
#include <shapeproof/ops/add.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::axis<8> {};
struct Phones : sp::axis<9> {};

float loudness(sp::tensor<float, Batch, Letters> const& x);

auto program(sp::tensor<float, Batch, Letters> const& a, [[maybe_unused]] sp::tensor<float, Batch, Phones> const& b) {
#ifdef MISTAKE
  return 2 * loudness(a + b); // wrong
#else
  return 2 * loudness(a + a);
#endif
}
