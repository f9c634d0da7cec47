// SPDX-License-Identifier: BSL-1.0
// expect: cannot_add<tensor<float, Batch, Letters>, tensor<float, Batch, Phones>>::because_left_lacks<Phones>::
// expect: and_right_lacks<Letters>::rename_or_reduce_one
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/sum.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};

auto both(sp::tensor<float, Batch, Letters> const& spelling, sp::tensor<float, Batch, Phones> const& sound) {
#ifdef MISTAKE
  return spelling + sound; // wrong
#else
  return sp::sum<Letters>(spelling) + sp::sum<Phones>(sound);
#endif
}
