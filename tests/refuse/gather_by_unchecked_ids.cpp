// SPDX-License-Identifier: BSL-1.0
// expect: cannot_gather<Batch, tensor<float, Batch, Embed>, tensor<int, Kept>>::because_the_ids_are_unchecked<int>
// expect: ::use_check_index<Batch>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/gather.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Kept : sp::axis<> {};

auto gather_by_unchecked_ids(sp::tensor<float, Batch, Embed> const& x, sp::tensor<int, Kept> const& raw) {
#ifdef MISTAKE
  return sp::gather<Batch>(x, raw); // wrong
#else
  return sp::gather<Batch>(x, sp::check_index<Batch>(raw, x.extent<Batch>()));
#endif
}
