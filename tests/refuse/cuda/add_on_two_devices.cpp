// SPDX-License-Identifier: BSL-1.0
// expect: cannot_compute<cuda::tensor<float, Batch, Embed>, tensor<float, Embed>>
// expect: ::because_they_lie_on_two_devices::use_to_cuda_or_to_host
#include <shapeproof/cuda.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto shifted(sp::cuda::tensor<float, Batch, Embed> const& x, sp::tensor<float, Embed> const& shift) {
#ifdef MISTAKE
  return x + shift; // wrong
#else
  return x + sp::to<sp::cuda>(shift);
#endif
}
