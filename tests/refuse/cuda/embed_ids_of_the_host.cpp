// SPDX-License-Identifier: BSL-1.0
// expect: cannot_compute<cuda::tensor<float, Word, Embed>, tensor<index<Word>, Batch>>
// expect: ::because_they_lie_on_two_devices::use_to_cuda_or_to_host
#include <shapeproof/cuda.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto looked_up(sp::cuda::tensor<float, Word, Embed> const& table, sp::tensor<sp::index<Word>, Batch> const& ids) {
#ifdef MISTAKE
  return sp::embed(table, ids); // wrong
#else
  return sp::embed(table, sp::to<sp::cuda>(ids));
#endif
}
